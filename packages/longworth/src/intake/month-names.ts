/** Month names of ten languages, as they are written in exports: LAYOUTS section 5. */

/** Full names and their own short forms (after a slash), January to December. */
const NAMES: Readonly<Record<string, string>> = {
  en: "january february march april may june july august september/sept october november december",
  de: "januar/jänner februar/feber märz/mrz april mai juni juli august september oktober november dezember",
  pl: "styczeń/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź listopad/listopada/lis grudzień/grudnia/gru",
  fr: "janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre",
  es: "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic",
  it: "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto/ago settembre/set ottobre/ott novembre dicembre/dic",
  nl: "januari februari maart/mrt april mei juni juli augustus september oktober/okt november december",
  pt: "janeiro fevereiro/fev março abril/abr maio/mai junho julho agosto/ago setembro/set outubro/out novembro dezembro/dez",
};
const SHORTEST: Readonly<Record<string, number>> = { fr: 4 }; // `jui` could be juin or juillet

/** Lower case, diacritics off. */
export const folded = (word: string): string =>
  word
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o");

const months = new Map<string, number>();
for (const [language, names] of Object.entries(NAMES)) {
  names.split(" ").forEach((forms, i) => {
    for (const form of forms.split("/").map(folded)) {
      for (let length = Math.min(SHORTEST[language] ?? 3, form.length); length <= form.length; length++) {
        const prefix = form.slice(0, length);
        const known = months.get(prefix);
        months.set(prefix, known === undefined || known === i + 1 ? i + 1 : 0);
      }
    }
  });
}

const HAN = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月".split(" ");

/** 1 to 12, or undefined: a word that is no month, or that could be two. */
export const monthOf = (word: string): number | undefined =>
  HAN.includes(word) ? HAN.indexOf(word) + 1 : months.get(folded(word)) || undefined;

/** The words of a text that can be months: three letters or more, or Chinese and Japanese numerals before 月. */
export const monthWords = (text: string): readonly string[] =>
  text.match(/十[一二]月|[一二三四五六七八九十]月|[^\P{L}年月日]{3,}/gu) ?? [];
