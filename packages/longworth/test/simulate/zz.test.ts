import { test } from "vitest";
import { PRESETS, SHOP_NAMES } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { exportCsv } from "../../src/simulate/export-csv.js";
test("look", () => {
  for (const name of SHOP_NAMES) {
    const t = performance.now();
    const s = simulateShop(PRESETS[name], 1);
    const text = [...exportCsv(s)].join("");
    const months: Record<string, number> = {};
    for (const line of text.split("\n").slice(1)) { const m = line.split(",")[3]?.slice(0, 7); if (m) months[m] = (months[m] ?? 0) + 1; }
    console.log(name, s.asOf, "orders", s.orders, "customers", s.truth.customerId.length, "truth", s.truth.totalOrders, s.truth.totalRevenue, "active", s.truth.orders.filter((n) => n > 0).length, text.length, Math.round(performance.now() - t) + "ms", Object.values(months).join(" "));
    if (name === "demo") console.log(text.slice(0, 900));
  }
});
