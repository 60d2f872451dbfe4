/** The frame of a report: one HTML file that needs nothing else. */
import { drawing, html, type Html } from "./html.js";
import { STYLE } from "./style.js";

/** Nothing may be loaded, nothing runs; styles are those of the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A whole page. The same parts give the same bytes. */
export const htmlDocument = ({ language, title }: Readonly<{ language: string; title: string }>, body: Html): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${drawing(POLICY)}" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${drawing(STYLE)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.text;
