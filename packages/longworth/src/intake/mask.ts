/** Personal values in messages: an address keeps its first two letters and its ending. */

/** `john.doe@shop.example` -> `jo…@…` */
export const maskedText = (text: string): string =>
  text.replace(/([\p{L}\p{N}]{1,2})[^\s,;|"@]*@[^\s,;|"@]+/gu, "$1…@…");
