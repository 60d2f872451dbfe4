/** What a status says, in eleven languages: for files of no known system. Words are normalised by `statusKey`. */
import type { StatusClass } from "./layout.js";

const WORDS: Readonly<Partial<Record<StatusClass, string>>> = {
  count: `paid, complete, completed, closed won, settled, succeeded, approved, captured, invoiced, shipped, delivered,
    fulfilled, processing, in process, resolved, partially refunded, disputed, bezahlt, abgeschlossen, versandt, zapłacone,
    zrealizowane, payé, terminée, pagado, completado, pagato, completato, betaald, voltooid, pago, concluído, 已付款, 交易成功,
    已完成, 支払済, 完了, in bearbeitung, fertiggestellt, geliefert, w trakcie realizacji, wysłane, dostarczone, en cours de traitement,
    expédiée, livrée, procesando, en proceso, enviado, entregado, in lavorazione, spedito, consegnato, verzonden, geleverd, afgerond,
    processando, enviada, entregue, confirmed, successful, success, versendet, abgeschickt, zugestellt,
    sales order, posted, done, dispatched, in transit, out for delivery, partially shipped,
    partially delivered, partially fulfilled, awaiting shipment, awaiting fulfillment, awaiting pickup, facturado, facturada, pagada, cobrado,
    completada, entregada, parcialmente entregado, faturado, aprovado, parcialmente entregue, terminé, facturée, expédié, livré, ausgeliefert,
    verschickt, in zustellung, fakturiert, teilweise versandt, evaso, spedita, consegnata, pagata, verwerkt, compleet, opłacone, zakończone,
    已发货, 已簽收, 已签收, 交易完成, 待发货, 発送済, 発送済み, 入金済み, 支払い済み`,
  part_paid: "partially paid",
  unpaid: `pending, awaiting payment, on hold, open, overdue, past due, unpaid, draft, authorized, incomplete, payment due, quotation, quotation sent, offen, ausstehend,
    oczekujące, en attente, pendiente, in attesa, openstaand, pendente, zahlung ausstehend, in wartestellung, oczekujące na płatność, en attente de paiement, pendiente de pago,
    in attesa di pagamento, wacht op betaling, aguardando pagamento, 待付款, 未付款, 未払い, abierto, aberto, ouvert, aperto, unbezahlt,
    nicht bezahlt, impayé, non payé, niet betaald, onbetaald, nieopłacone, no pagado, não pago, non pagato`,
  failed: `failed, declined, denied, expired, voided, error, blocked, fehlgeschlagen, abgelehnt, unsuccessful, failure, timed out, rechazado,
    rechazada, recusado, refusé, refusée, échoué, rifiutato, fallito, mislukt, odrzucone`,
  cancelled: `cancelled, canceled, void, rejected, returned to sender, storniert, abgebrochen, anulowane, annulé, cancelado,
    annullato, geannuleerd, cancelada, anulado, anulada, annulée, annullata, stornowane, 已取消, 交易关闭, 交易關閉, キャンセル`,
  fraud: "fraud, suspected fraud",
  refunded: `refunded, erstattet, zwrócone, remboursé, reembolsado, rimborsato, terugbetaald, 已退款, 返金済, returned, retourniert, retourné,
    remboursée, devuelto, devuelta, reembolsada, devolvido, reso, geretourneerd, 返金済み`,
};

/** A status as it is compared: trimmed, case-folded, `_` and `-` as blanks. */
export const statusKey = (status: string): string =>
  status.normalize("NFC").replaceAll(/[_-]/gu, " ").replaceAll(/\s+/gu, " ").trim().toLowerCase();

/** The shared words by what they say. */
export const STATUS_WORDS: Readonly<Record<string, StatusClass>> = Object.fromEntries(
  Object.entries(WORDS).flatMap(
    ([kind, words]) => words.split(",").map((word) => [statusKey(word), kind as StatusClass] as const), // cast: keys of the literal above
  ),
);

/** Keys that name nobody: orders with them have no customer. */
export const PLACEHOLDER_KEYS: readonly string[] =
  `guest, walk-in, walk in, pos, unknown, anonymous, n/a, none, null, 0, -,
  --, test, cash sale, laufkunde, barverkauf, divers, klient detaliczny, 散客, 游客, 匿名, 非会员, 會員以外, client comptoir,
  cliente generico, consumidor final, contante, passant, ゲスト, 蝦皮隱碼`
    .split(",")
    .map((word) => word.trim());

/** First cells of title, total and footer records. */
export const TOTAL_WORDS: readonly string[] =
  `total, grand total, totals, sum, summe, gesamt, gesamtsumme, razem, suma, 合计, 合計, 総計, 总计, total general, totale, totaal,
  total général, record(s) downloaded`
    .split(",")
    .map((word) => word.trim());
