// The parts of OpenSSL's libcrypto that Penning uses. Imported by module Cryptography alone.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
