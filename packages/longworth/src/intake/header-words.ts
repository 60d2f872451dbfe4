/** Words that header cells are made of, by language: they tell a header from data, and a language from its encoding. */

const WORDS: Readonly<Record<string, string>> = {
  en: "customer client buyer user member account contact order invoice transaction receipt date datetime timestamp time created amount total price revenue sales quantity qty units currency product item sku category channel discount tax vat shipping refund cost country email status name id number paid net gross description type phone city address state",
  de: "kunde kundennummer kunden-nr kundennr kdnr kunden-id kundenname debitor käufer firma bestellnummer bestell-nr auftragsnummer auftrag rechnungsnummer belegnummer bestelldatum auftragsdatum kaufdatum rechnungsdatum belegdatum datum gesamtbetrag rechnungsbetrag betrag summe umsatz bestellwert brutto netto menge anzahl stück einzelpreis stückpreis preis währung artikel artikelnummer produkt bezeichnung kategorie warengruppe kanal filiale rabatt steuer mwst versand versandkosten erstattung land uhrzeit bestellstatus größe straße",
  pl: "klient kontrahent nabywca kupujący zamówienie zamówienia data kwota wartość razem ilość liczba cena waluta towar nazwa kategoria kanał rabat podatek dostawa zwrot koszt kraj",
  fr: "client acheteur commande facture montant quantité qté prix devise produit désignation catégorie remise réduction tva livraison remboursement coût pays statut état courriel société",
  es: "cliente comprador pedido factura fecha importe monto cantidad unidades precio moneda divisa producto artículo descripción categoría descuento iva envío reembolso devolución país estado correo código",
  it: "cliente acquirente ordine fattura data importo totale quantità prezzo valuta prodotto articolo descrizione categoria sconto spedizione rimborso paese stato città",
  nl: "klant klantnummer debiteur koper ordernummer bestelnummer factuurnummer besteldatum orderdatum factuurdatum datum bedrag totaalbedrag omzet aantal hoeveelheid stukprijs valuta artikel omschrijving categorie korting btw verzendkosten terugbetaling",
  pt: "cliente comprador pedido encomenda fatura data valor montante quantidade preço moeda produto descrição categoria desconto imposto frete reembolso país situação endereço",
  zh: "客户 客户编号 顾客 会员号 买家 订单号 订单编号 单号 下单时间 订单日期 付款时间 交易时间 日期 金额 总金额 实付金额 订单金额 销售额 数量 单价 币种 商品 商品名称 状态 订单状态 客戶 訂單編號 訂單日期 金額 數量 單價 狀態",
  ja: "顧客 顧客ID 顧客番号 会員ID 注文番号 受注番号 注文日 注文日時 購入日 受注日 売上日 日付 金額 合計 合計金額 支払金額 売上 数量 単価 通貨 商品 商品名 送料 ステータス 状態",
};

const known = new Map<string, readonly string[]>();
for (const [language, words] of Object.entries(WORDS)) {
  for (const word of words.split(" ")) known.set(word, [...(known.get(word) ?? []), language]);
}

/** Header text for comparing: no mark, no quotes, one form of blanks, lower case, no leading `*` or `'`. */
export const norm = (header: string): string =>
  header
    .replaceAll("\uFEFF", "")
    .normalize("NFKC")
    .replace(/[\u200B-\u200D\u2060]/g, "")
    .replaceAll('"', "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/^[*']/, "");

/** `order_total` as a warehouse writes it: words apart. @param name as `norm` gives it */
export const unjoined = (name: string): string => name.replaceAll("_", " ");

/** Languages in which the cell, or every word of it, is known. */
export function languagesOfHeader(header: string): readonly string[] {
  const whole = known.get(norm(header));
  if (whole) return whole;
  const words = norm(header.replace(/([a-z])([A-Z])/g, "$1 $2"))
    .split(/[\s_\-./()#]+/)
    .filter((word) => word !== "");
  const sets = words.map((word) => known.get(word) ?? []).filter((languages) => languages.length > 0);
  return sets[0] && sets.length * 2 >= words.length ? sets[0] : [];
}
