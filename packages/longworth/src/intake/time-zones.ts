/** Time zones: names that exports write, and the offsets of a zone over the years, so that SQL converts with plain arithmetic. */
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";

const HOUR = 3600;

/** Hours east of UTC of names with one meaning. CST, IST, AST have several and are not here. */
const NAMES: Readonly<Record<string, number>> = {
  UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3,
  PST: -8, PDT: -7, MST: -7, MDT: -6, CDT: -5, EST: -5, EDT: -4, BRT: -3,
  JST: 9, KST: 9, HKT: 8, SGT: 8, AWST: 8, AEST: 10, AEDT: 11, ACST: 9.5, NZST: 12, NZDT: 13,
}; // prettier-ignore

/** Seconds east of UTC for a name of the table; undefined when it is unknown or has several meanings. */
export function zoneOffset(name: string): number | undefined {
  const hours = NAMES[name.toUpperCase()];
  return hours === undefined ? undefined : hours * HOUR;
}

/** Names that Ruby on Rails gives to zones, where they are no IANA ids: `(GMT-05:00) Eastern Time (US & Canada)`. */
const RAILS: Readonly<Record<string, string>> = {
  "International Date Line West": "Etc/GMT+12", "Midway Island": "Pacific/Midway", Hawaii: "Pacific/Honolulu", Alaska: "America/Juneau",
  "Pacific Time (US & Canada)": "America/Los_Angeles", Tijuana: "America/Tijuana", "Mountain Time (US & Canada)": "America/Denver",
  Arizona: "America/Phoenix", Chihuahua: "America/Chihuahua", Mazatlan: "America/Mazatlan",
  "Central Time (US & Canada)": "America/Chicago", Saskatchewan: "America/Regina", Guadalajara: "America/Mexico_City",
  "Mexico City": "America/Mexico_City", Monterrey: "America/Monterrey", "Central America": "America/Guatemala",
  "Eastern Time (US & Canada)": "America/New_York", "Indiana (East)": "America/Indiana/Indianapolis", Bogota: "America/Bogota", Lima: "America/Lima",
  Quito: "America/Lima", "Atlantic Time (Canada)": "America/Halifax", Caracas: "America/Caracas", "La Paz": "America/La_Paz", Santiago: "America/Santiago",
  Newfoundland: "America/St_Johns", Brasilia: "America/Sao_Paulo", "Buenos Aires": "America/Argentina/Buenos_Aires", Montevideo: "America/Montevideo",
  Georgetown: "America/Guyana", "Puerto Rico": "America/Puerto_Rico", Greenland: "America/Godthab", "Mid-Atlantic": "Atlantic/South_Georgia",
  Azores: "Atlantic/Azores", "Cape Verde Is.": "Atlantic/Cape_Verde", Dublin: "Europe/Dublin", Edinburgh: "Europe/London", Lisbon: "Europe/Lisbon",
  London: "Europe/London", Casablanca: "Africa/Casablanca", Monrovia: "Africa/Monrovia", Belgrade: "Europe/Belgrade",
  Bratislava: "Europe/Bratislava", Budapest: "Europe/Budapest", Ljubljana: "Europe/Ljubljana", Prague: "Europe/Prague", Sarajevo: "Europe/Sarajevo",
  Skopje: "Europe/Skopje", Warsaw: "Europe/Warsaw", Zagreb: "Europe/Zagreb", Brussels: "Europe/Brussels", Copenhagen: "Europe/Copenhagen",
  Madrid: "Europe/Madrid", Paris: "Europe/Paris", Amsterdam: "Europe/Amsterdam", Berlin: "Europe/Berlin", Bern: "Europe/Zurich", Zurich: "Europe/Zurich",
  Rome: "Europe/Rome", Stockholm: "Europe/Stockholm", Vienna: "Europe/Vienna", "West Central Africa": "Africa/Algiers", Bucharest: "Europe/Bucharest",
  Cairo: "Africa/Cairo", Helsinki: "Europe/Helsinki", Kyiv: "Europe/Kiev", Riga: "Europe/Riga", Sofia: "Europe/Sofia", Tallinn: "Europe/Tallinn",
  Vilnius: "Europe/Vilnius", Athens: "Europe/Athens", Istanbul: "Europe/Istanbul", Minsk: "Europe/Minsk", Jerusalem: "Asia/Jerusalem",
  Harare: "Africa/Harare", Pretoria: "Africa/Johannesburg", Kaliningrad: "Europe/Kaliningrad", Moscow: "Europe/Moscow",
  "St. Petersburg": "Europe/Moscow", Volgograd: "Europe/Volgograd", Samara: "Europe/Samara", Kuwait: "Asia/Kuwait", Riyadh: "Asia/Riyadh",
  Nairobi: "Africa/Nairobi", Baghdad: "Asia/Baghdad", Tehran: "Asia/Tehran", "Abu Dhabi": "Asia/Muscat", Muscat: "Asia/Muscat", Baku: "Asia/Baku",
  Tbilisi: "Asia/Tbilisi", Yerevan: "Asia/Yerevan", Kabul: "Asia/Kabul", Ekaterinburg: "Asia/Yekaterinburg", Islamabad: "Asia/Karachi",
  Karachi: "Asia/Karachi", Tashkent: "Asia/Tashkent", Chennai: "Asia/Kolkata", Kolkata: "Asia/Kolkata", Mumbai: "Asia/Kolkata",
  "New Delhi": "Asia/Kolkata", Kathmandu: "Asia/Kathmandu", Dhaka: "Asia/Dhaka", "Sri Jayawardenepura": "Asia/Colombo", Almaty: "Asia/Almaty",
  Novosibirsk: "Asia/Novosibirsk", Rangoon: "Asia/Rangoon", Bangkok: "Asia/Bangkok", Hanoi: "Asia/Bangkok", Jakarta: "Asia/Jakarta",
  Krasnoyarsk: "Asia/Krasnoyarsk", Beijing: "Asia/Shanghai", Chongqing: "Asia/Chongqing", "Hong Kong": "Asia/Hong_Kong", Urumqi: "Asia/Urumqi",
  "Kuala Lumpur": "Asia/Kuala_Lumpur", Singapore: "Asia/Singapore", Taipei: "Asia/Taipei", Perth: "Australia/Perth", Irkutsk: "Asia/Irkutsk",
  Ulaanbaatar: "Asia/Ulaanbaatar", Seoul: "Asia/Seoul", Osaka: "Asia/Tokyo", Sapporo: "Asia/Tokyo", Tokyo: "Asia/Tokyo", Yakutsk: "Asia/Yakutsk",
  Darwin: "Australia/Darwin", Adelaide: "Australia/Adelaide", Canberra: "Australia/Canberra", Melbourne: "Australia/Melbourne",
  Sydney: "Australia/Sydney", Brisbane: "Australia/Brisbane", Hobart: "Australia/Hobart", Vladivostok: "Asia/Vladivostok", Guam: "Pacific/Guam",
  "Port Moresby": "Pacific/Port_Moresby", Magadan: "Asia/Magadan", Srednekolymsk: "Asia/Srednekolymsk", "Solomon Is.": "Pacific/Guadalcanal",
  "New Caledonia": "Pacific/Noumea", Fiji: "Pacific/Fiji", Kamchatka: "Asia/Kamchatka", "Marshall Is.": "Pacific/Majuro",
  Auckland: "Pacific/Auckland", Wellington: "Pacific/Auckland", "Nuku'alofa": "Pacific/Tongatapu", "Tokelau Is.": "Pacific/Fakaofo",
  "Chatham Is.": "Pacific/Chatham", Samoa: "Pacific/Apia",
}; // prettier-ignore

/** The IANA id of a zone that has summer time, by that id or by its name in Rails; undefined for other words. */
export function zoneIdOf(name: string): string | undefined {
  const rails = RAILS[name];
  if (rails !== undefined) return rails;
  return name.includes("/") && isKnownZone(name) ? name : undefined;
}

/** The platform answers "do you know this zone" by throwing. */
function isKnownZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** From `from` (seconds since 1970, UTC) on the zone is `offset` seconds east of UTC. */
export type Transition = Readonly<{ from: number; offset: number }>;

/** @throws bad_arguments */
function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw new UserError("bad_arguments", reading.badZone({ zone }), { place: "--timezone", cause });
  }
}

/**
 * The offsets of an IANA zone from the start of `firstYear` to the end of `lastYear`, ascending; the first one holds before, too.
 * @throws bad_arguments when the zone is unknown
 */
export function transitions(zone: string, firstYear: number, lastYear: number): readonly Transition[] {
  const format = formatOf(zone);
  const offsetAt = (seconds: number): number => {
    const parts = format.formatToParts(new Date(seconds * 1000));
    const of = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((part) => part.type === type)?.value ?? 0);
    const local = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
    return local / 1000 - seconds;
  };
  const start = Date.UTC(firstYear, 0, 1) / 1000 - 24 * HOUR;
  const end = Date.UTC(lastYear + 1, 0, 1) / 1000 + 24 * HOUR;
  const found: Transition[] = [{ from: start, offset: offsetAt(start) }];
  const step = 28 * 24 * HOUR; // no zone changes twice within four weeks (Ramadan in Morocco comes close)
  let before = offsetAt(start);
  for (let at = start; at < end; at += step) {
    const after = offsetAt(at + step);
    if (before === after) continue;
    let [low, high] = [at, at + step];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ from: high, offset: after });
    before = after;
  }
  return found;
}
