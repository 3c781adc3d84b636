/// Code, Dutch name, English name (left out where it is the same).
enum CountryTable {
  static let text = """
    AD|Andorra
    AE|Verenigde Arabische Emiraten|United Arab Emirates
    AF|Afghanistan
    AG|Antigua en Barbuda|Antigua and Barbuda
    AI|Anguilla
    AL|Albanië|Albania
    AM|Armenië|Armenia
    AO|Angola
    AQ|Antarctica
    AR|Argentinië|Argentina
    AS|Amerikaans-Samoa|American Samoa
    AT|Oostenrijk|Austria
    AU|Australië|Australia
    AW|Aruba
    AX|Åland|Åland Islands
    AZ|Azerbeidzjan|Azerbaijan
    BA|Bosnië en Herzegovina|Bosnia and Herzegovina
    BB|Barbados
    BD|Bangladesh
    BE|België|Belgium
    BF|Burkina Faso
    BG|Bulgarije|Bulgaria
    BH|Bahrein|Bahrain
    BI|Burundi
    BJ|Benin
    BL|Saint-Barthélemy|Saint Barthélemy
    BM|Bermuda
    BN|Brunei
    BO|Bolivia
    BQ|Bonaire, Sint Eustatius en Saba|Bonaire, Sint Eustatius and Saba
    BR|Brazilië|Brazil
    BS|Bahama's|Bahamas
    BT|Bhutan
    BV|Bouveteiland|Bouvet Island
    BW|Botswana
    BY|Belarus
    BZ|Belize
    CA|Canada
    CC|Cocoseilanden|Cocos Islands
    CD|Congo-Kinshasa|Congo (Kinshasa)
    CF|Centraal-Afrikaanse Republiek|Central African Republic
    CG|Congo-Brazzaville|Congo (Brazzaville)
    CH|Zwitserland|Switzerland
    CI|Ivoorkust|Côte d'Ivoire
    CK|Cookeilanden|Cook Islands
    CL|Chili|Chile
    CM|Kameroen|Cameroon
    CN|China
    CO|Colombia
    CR|Costa Rica
    CU|Cuba
    CV|Kaapverdië|Cabo Verde
    CW|Curaçao
    CX|Christmaseiland|Christmas Island
    CY|Cyprus
    CZ|Tsjechië|Czechia
    DE|Duitsland|Germany
    DJ|Djibouti
    DK|Denemarken|Denmark
    DM|Dominica
    DO|Dominicaanse Republiek|Dominican Republic
    DZ|Algerije|Algeria
    EC|Ecuador
    EE|Estland|Estonia
    EG|Egypte|Egypt
    EH|Westelijke Sahara|Western Sahara
    ER|Eritrea
    ES|Spanje|Spain
    ET|Ethiopië|Ethiopia
    FI|Finland
    FJ|Fiji
    FK|Falklandeilanden|Falkland Islands
    FM|Micronesia
    FO|Faeröer|Faroe Islands
    FR|Frankrijk|France
    GA|Gabon
    GB|Verenigd Koninkrijk|United Kingdom
    GD|Grenada
    GE|Georgië|Georgia
    GF|Frans-Guyana|French Guiana
    GG|Guernsey
    GH|Ghana
    GI|Gibraltar
    GL|Groenland|Greenland
    GM|Gambia
    GN|Guinee|Guinea
    GP|Guadeloupe
    GQ|Equatoriaal-Guinea|Equatorial Guinea
    GR|Griekenland|Greece
    GS|Zuid-Georgia en Zuidelijke Sandwicheilanden|South Georgia and South Sandwich Islands
    GT|Guatemala
    GU|Guam
    GW|Guinee-Bissau|Guinea-Bissau
    GY|Guyana
    HK|Hongkong|Hong Kong
    HM|Heard en McDonaldeilanden|Heard and McDonald Islands
    HN|Honduras
    HR|Kroatië|Croatia
    HT|Haïti|Haiti
    HU|Hongarije|Hungary
    ID|Indonesië|Indonesia
    IE|Ierland|Ireland
    IL|Israël|Israel
    IM|Man|Isle of Man
    IN|India
    IO|Brits Territorium in de Indische Oceaan|British Indian Ocean Territory
    IQ|Irak|Iraq
    IR|Iran
    IS|IJsland|Iceland
    IT|Italië|Italy
    JE|Jersey
    JM|Jamaica
    JO|Jordanië|Jordan
    JP|Japan
    KE|Kenia|Kenya
    KG|Kirgizië|Kyrgyzstan
    KH|Cambodja|Cambodia
    KI|Kiribati
    KM|Comoren|Comoros
    KN|Saint Kitts en Nevis|Saint Kitts and Nevis
    KP|Noord-Korea|North Korea
    KR|Zuid-Korea|South Korea
    KW|Koeweit|Kuwait
    KY|Kaaimaneilanden|Cayman Islands
    KZ|Kazachstan|Kazakhstan
    LA|Laos
    LB|Libanon|Lebanon
    LC|Saint Lucia
    LI|Liechtenstein
    LK|Sri Lanka
    LR|Liberia
    LS|Lesotho
    LT|Litouwen|Lithuania
    LU|Luxemburg|Luxembourg
    LV|Letland|Latvia
    LY|Libië|Libya
    MA|Marokko|Morocco
    MC|Monaco
    MD|Moldavië|Moldova
    ME|Montenegro
    MF|Saint-Martin|Saint Martin
    MG|Madagaskar|Madagascar
    MH|Marshalleilanden|Marshall Islands
    MK|Noord-Macedonië|North Macedonia
    ML|Mali
    MM|Myanmar
    MN|Mongolië|Mongolia
    MO|Macau|Macao
    MP|Noordelijke Marianen|Northern Mariana Islands
    MQ|Martinique
    MR|Mauritanië|Mauritania
    MS|Montserrat
    MT|Malta
    MU|Mauritius
    MV|Maldiven|Maldives
    MW|Malawi
    MX|Mexico
    MY|Maleisië|Malaysia
    MZ|Mozambique
    NA|Namibië|Namibia
    NC|Nieuw-Caledonië|New Caledonia
    NE|Niger
    NF|Norfolk|Norfolk Island
    NG|Nigeria
    NI|Nicaragua
    NL|Nederland|Netherlands
    NO|Noorwegen|Norway
    NP|Nepal
    NR|Nauru
    NU|Niue
    NZ|Nieuw-Zeeland|New Zealand
    OM|Oman
    PA|Panama
    PE|Peru
    PF|Frans-Polynesië|French Polynesia
    PG|Papoea-Nieuw-Guinea|Papua New Guinea
    PH|Filipijnen|Philippines
    PK|Pakistan
    PL|Polen|Poland
    PM|Saint-Pierre en Miquelon|Saint Pierre and Miquelon
    PN|Pitcairneilanden|Pitcairn
    PR|Puerto Rico
    PS|Palestina|Palestine
    PT|Portugal
    PW|Palau
    PY|Paraguay
    QA|Qatar
    RE|Réunion
    RO|Roemenië|Romania
    RS|Servië|Serbia
    RU|Rusland|Russia
    RW|Rwanda
    SA|Saoedi-Arabië|Saudi Arabia
    SB|Salomonseilanden|Solomon Islands
    SC|Seychellen|Seychelles
    SD|Soedan|Sudan
    SE|Zweden|Sweden
    SG|Singapore
    SH|Sint-Helena|Saint Helena
    SI|Slovenië|Slovenia
    SJ|Spitsbergen en Jan Mayen|Svalbard and Jan Mayen
    SK|Slowakije|Slovakia
    SL|Sierra Leone
    SM|San Marino
    SN|Senegal
    SO|Somalië|Somalia
    SR|Suriname
    SS|Zuid-Soedan|South Sudan
    ST|Sao Tomé en Principe|Sao Tome and Principe
    SV|El Salvador
    SX|Sint Maarten
    SY|Syrië|Syria
    SZ|Eswatini
    TC|Turks- en Caicoseilanden|Turks and Caicos Islands
    TD|Tsjaad|Chad
    TF|Franse Zuidelijke Gebieden|French Southern Territories
    TG|Togo
    TH|Thailand
    TJ|Tadzjikistan|Tajikistan
    TK|Tokelau
    TL|Oost-Timor|Timor-Leste
    TM|Turkmenistan
    TN|Tunesië|Tunisia
    TO|Tonga
    TR|Turkije|Türkiye
    TT|Trinidad en Tobago|Trinidad and Tobago
    TV|Tuvalu
    TW|Taiwan
    TZ|Tanzania
    UA|Oekraïne|Ukraine
    UG|Oeganda|Uganda
    UM|Kleine afgelegen eilanden van de VS|US Outlying Islands
    US|Verenigde Staten|United States
    UY|Uruguay
    UZ|Oezbekistan|Uzbekistan
    VA|Vaticaanstad|Vatican City
    VC|Saint Vincent en de Grenadines|Saint Vincent and the Grenadines
    VE|Venezuela
    VG|Britse Maagdeneilanden|British Virgin Islands
    VI|Amerikaanse Maagdeneilanden|US Virgin Islands
    VN|Vietnam
    VU|Vanuatu
    WF|Wallis en Futuna|Wallis and Futuna
    WS|Samoa
    YE|Jemen|Yemen
    YT|Mayotte
    ZA|Zuid-Afrika|South Africa
    ZM|Zambia
    ZW|Zimbabwe
    """
}
