/** Taobao and Tmall, Shopee. */
import { plus, type OrdersLayout } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

export const taobaoTmall: OrdersLayout = {
  id: "taobao_tmall",
  kind: "orders",
  detect: { all: ["订单编号", "买家会员名", "买家实际支付金额", "订单付款时间"] },
  grain: "order",
  order: ["订单编号"],
  key: ["买家会员名"],
  keyless: true,
  union: "never",
  email: [],
  date: ["订单付款时间"],
  zone: "written",
  currency: ["币种"],
  ownCurrency: "CNY",
  total: [plus("买家实际支付金额")],
  net: { kind: "minus", tax: [], shipping: [plus("买家应付邮费")] },
  refund: "退款金额",
  status: {
    columns: ["订单状态"],
    flags: [{ column: "订单付款时间", is: "blank", means: "unpaid", ifCounts: true }],
    words: {
      ...STATUS_WORDS,
      "买家已付款,等待卖家发货": "count",
      "买家已付款，等待卖家发货": "count",
      "卖家已发货,等待买家确认": "count",
      "卖家已发货，等待买家确认": "count",
      等待买家付款: "unpaid",
      交易成功: "count",
      交易关闭: "cancelled",
    },
  },
};

export const shopeeTw: OrdersLayout = {
  id: "shopee_tw",
  kind: "orders",
  detect: { all: ["訂單編號", "訂單成立日期", "買家總支付金額"] },
  grain: "repeat or head",
  order: ["訂單編號"],
  key: ["買家帳號"],
  keyless: true,
  union: "never",
  email: [],
  date: ["訂單成立日期"],
  zone: "written",
  currency: [],
  ownCurrency: "TWD",
  total: [plus("買家總支付金額")],
  net: { kind: "minus", tax: [], shipping: [plus("買家支付運費")] },
  status: {
    columns: ["訂單狀態"],
    words: {
      ...STATUS_WORDS,
      完成: "count",
      已完成: "count",
      待出貨: "count",
      運送中: "count",
      不成立: "cancelled",
      已取消: "cancelled",
      尚未付款: "unpaid",
    },
  },
};

/** Shopee in English. */
export const shopeeOrders: OrdersLayout = {
  id: "shopee_orders",
  kind: "orders",
  detect: { all: ["order id", "order status", "order creation date", "grand total"] },
  grain: "repeat or head",
  order: ["order id"],
  key: ["username (buyer)|buyer username"],
  keyless: true,
  union: "never",
  email: [],
  date: ["order creation date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("grand total")],
  net: { kind: "minus", tax: [], shipping: [plus("buyer paid shipping fee")] },
  status: {
    columns: ["order status"],
    words: {
      ...STATUS_WORDS,
      "to ship": "count",
      shipping: "count",
      shipped: "count",
      "order received": "count",
      unpaid: "unpaid",
    },
  },
};
