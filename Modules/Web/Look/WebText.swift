package import Primitives

/// The phrases that pages of both servers share.
package enum WebText {
  package static let skipToContent = Phrase(nl: "Naar de inhoud", en: "Skip to content")
  package static let navigation = Phrase(nl: "Hoofdmenu", en: "Main menu")
  package static let languages = Phrase(nl: "Taal", en: "Language")
  package static let signIn = Phrase(nl: "Inloggen", en: "Sign in")
  package static let signOut = Phrase(nl: "Uitloggen", en: "Sign out")
  package static let save = Phrase(nl: "Opslaan", en: "Save")
  package static let cancel = Phrase(nl: "Annuleren", en: "Cancel")
  package static let confirm = Phrase(nl: "Bevestigen", en: "Confirm")
  package static let back = Phrase(nl: "Terug", en: "Back")
  package static let next = Phrase(nl: "Volgende", en: "Next")
  package static let newest = Phrase(nl: "Naar het begin", en: "Back to the start")
  package static let pages = Phrase(nl: "Bladeren", en: "Pages")
  package static let search = Phrase(nl: "Zoeken", en: "Search")
  package static let details = Phrase(nl: "Details", en: "Details")
  package static let download = Phrase(nl: "Downloaden", en: "Download")
  package static let optional = Phrase(nl: "niet verplicht", en: "optional")
  package static let choose = Phrase(nl: "Kies…", en: "Choose…")
  package static let yes = Phrase(nl: "Ja", en: "Yes")
  package static let no = Phrase(nl: "Nee", en: "No")
  package static let none = Phrase(nl: "geen", en: "none")
  package static let notice = Phrase(nl: "Melding", en: "Notice")
  package static let runsOn = Phrase(nl: "Draait op Penning", en: "Runs on Penning")
  package static let errorsTitle = Phrase(
    nl: "Controleer het volgende", en: "Please check the following")
  package static let requestID = Phrase(nl: "Kenmerk", en: "Reference")
}

/// What can be wrong with a field of a form.
package enum FormText {
  package static let missing = Phrase(nl: "Vul dit in.", en: "Fill this in.")
  package static let notSelected = Phrase(nl: "Maak een keuze.", en: "Make a choice.")
  package static let unknownChoice = Phrase(
    nl: "Kies een van de mogelijkheden.", en: "Choose one of the options.")
  package static let controlCharacters = Phrase(
    nl: "Gebruik geen regeleinden of stuurtekens.", en: "Use no line breaks or control characters.")
  package static let email = Phrase(
    nl: "Vul een geldig e-mailadres in, zoals naam@voorbeeld.nl.",
    en: "Enter a valid e-mail address, such as name@example.com.")
  package static let amount = Phrase(
    nl: "Vul een bedrag in, zoals 30,00.", en: "Enter an amount, such as 30.00.")
  package static let amountRange = Phrase(
    nl: "Het bedrag ligt buiten de grens van 1.000.000.000.",
    en: "The amount is beyond the limit of 1,000,000,000.")
  package static let date = Phrase(
    nl: "Vul een bestaande datum in, zoals 2026-11-16 of 16-11-2026.",
    en: "Enter an existing date, such as 2026-11-16.")
  package static let number = Phrase(nl: "Vul een heel getal in.", en: "Enter a whole number.")
  package static let twice = Phrase(
    nl: "Dit veld kwam meer dan één keer mee.", en: "This field was sent more than once.")
  package static let unknownField = Phrase(
    nl: "Het formulier bevat een veld dat hier niet hoort.",
    en: "The form holds a field that does not belong here.")
  package static let malformed = Phrase(
    nl: "Dit is niet goed geschreven.", en: "This is not well-formed.")

  package static func tooLong(_ most: Int) -> Phrase {
    Phrase(nl: "Gebruik hoogstens \(most) tekens.", en: "Use at most \(most) characters.")
  }

  package static func tooShort(_ least: Int) -> Phrase {
    Phrase(nl: "Gebruik minstens \(least) tekens.", en: "Use at least \(least) characters.")
  }

  package static func range(_ range: ClosedRange<Int>) -> Phrase {
    Phrase(
      nl: "Vul een getal in van \(range.lowerBound) tot en met \(range.upperBound).",
      en: "Enter a number from \(range.lowerBound) to \(range.upperBound).")
  }
}

/// The error pages' words.
enum ErrorText {
  static func title(_ status: Int) -> Phrase { titles[status] ?? fallbackTitle(status) }

  static func detail(_ status: Int) -> Phrase { details[status] ?? fallbackDetail(status) }

  static let crossSite = Phrase(
    nl: "Dit formulier is verlopen of kwam niet van deze site. Laad de pagina opnieuw en probeer "
      + "het nog eens.",
    en: "This form has expired or did not come from this site. Load the page again and retry.")

  private static func fallbackTitle(_ status: Int) -> Phrase {
    status >= 500
      ? Phrase(nl: "Er ging iets mis", en: "Something went wrong")
      : Phrase(nl: "Dit verzoek kan niet", en: "This request can't be answered")
  }

  private static func fallbackDetail(_ status: Int) -> Phrase {
    status >= 500
      ? Phrase(
        nl: "Dat ligt aan ons. Er is niets half uitgevoerd; probeer het straks opnieuw.",
        en: "That is our fault. Nothing was half done; please try again later.")
      : Phrase(
        nl: "De browser stuurde iets dat we niet kunnen lezen.",
        en: "The browser sent something that we can't read.")
  }

  private static let titles: [Int: Phrase] = [
    401: Phrase(nl: "Log eerst in", en: "Please sign in"),
    403: Phrase(nl: "Dit mag niet", en: "Not allowed"),
    404: Phrase(nl: "Niet gevonden", en: "Not found"),
    405: Phrase(nl: "Dit kan hier niet", en: "Not possible here"),
    409: Phrase(nl: "Dit kan nu niet", en: "Not possible now"),
    413: Phrase(nl: "Te groot", en: "Too large"),
    422: Phrase(nl: "Dit klopt nog niet", en: "This is not right yet"),
    429: Phrase(nl: "Even rustig aan", en: "Please slow down"),
  ]

  private static let details: [Int: Phrase] = [
    401: Phrase(
      nl: "Deze pagina is alleen te zien als u bent ingelogd.",
      en: "This page can only be seen when you are signed in."),
    403: Phrase(
      nl: "U heeft geen toegang tot deze pagina of handeling.",
      en: "You have no access to this page or action."),
    404: Phrase(
      nl: "Deze pagina bestaat niet of is niet voor u bestemd.",
      en: "This page does not exist or is not meant for you."),
    413: Phrase(
      nl: "Wat u stuurde is groter dan toegestaan.", en: "What you sent is larger than allowed."),
    429: Phrase(
      nl: "Dit ging te vaak achter elkaar. Wacht even en probeer het opnieuw.",
      en: "This was tried too often. Wait a moment and try again."),
  ]
}
