/** How header words of a role are written down: a comma list per language. */
type Language = "en" | "de" | "pl" | "zh" | "fr" | "es" | "it" | "nl" | "pt" | "ja";

/** By role; `a (b, c)` means a, a b, a c; `a(b)` means a, ab. */
export type RoleWords = Readonly<Record<string, Readonly<Record<Language, string>>>>;
