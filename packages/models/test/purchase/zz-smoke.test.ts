import { test } from "vitest";
import { paretoNbd, bgNbd, cells as C, random } from "@longworth/models";
import { evaluate } from "/work/main/packages/models/src/purchase/pareto-likelihood.ts";
import { evaluate as ev2 } from "/work/main/packages/models/src/purchase/beta-dropout.ts";
import { writeFileSync, existsSync, readFileSync } from "node:fs";
test("bench", () => {
  let g: any;
  if (existsSync("/tmp/g.bin")) { const a=new Float64Array(readFileSync("/tmp/g.bin").buffer.slice(0)); const n=a.length/4; g={timeUnit:"week",frequency:a.slice(0,n),recency:a.slice(n,2*n),T:a.slice(2*n,3*n),weight:a.slice(3*n)}; }
  else {
  const rnd = random.seeded(7); const N=1_000_000;
  const T = Float64Array.from({length:N}, ()=> Math.floor(rnd()*730)+0);
  const P={r:0.55,alpha:10.58*7,s:0.606,beta:11.67*7};
  const log=paretoNbd.simulate(P,T,rnd);
  const f=new Float64Array(N),tx=new Float64Array(N); let last=-1, ld=-1;
  for(let k=0;k<log.time.length;k++){const i=log.customer[k]!,d=Math.ceil(log.time[k]!); if(d>T[i]!)continue; if(i===last&&d===ld)continue; last=i;ld=d;f[i]!++;tx[i]=d;}
  g=C.grouped({timeUnit:"week" as const,frequency:f,recency:tx.map(v=>v/7),T:T.map(v=>v/7),weight:new Float64Array(N).fill(1)});
  const b=new Float64Array(4*g.T.length); b.set(g.frequency);b.set(g.recency,g.T.length);b.set(g.T,2*g.T.length);b.set(g.weight,3*g.T.length); writeFileSync("/tmp/g.bin",Buffer.from(b.buffer));
  }
  const cpu=(name:string,fn:()=>any)=>{const c0=process.cpuUsage(),t=performance.now(); const q=fn(); const u=process.cpuUsage(c0); console.log(name,"cpu",((u.user+u.system)/1000).toFixed(0),"wall",(performance.now()-t).toFixed(0),q);};
  const p={r:.55,alpha:10.8,s:.6,beta:12};
  for(let k=0;k<3;k++){ cpu("LL",()=>paretoNbd.logLikelihood(p,g)); cpu("ev",()=>evaluate(p,g).value); cpu("bg ev",()=>ev2({r:.2,alpha:4,a:.6,b:2},g,0).value);}
  for(let k=0;k<2;k++) cpu("fit",()=>{const q=paretoNbd.fit(g); return JSON.stringify(q.params)+q.iterations});
  cpu("bg fit",()=>{const q=bgNbd.fit(g); return JSON.stringify(q.params)+q.iterations});
},600000);
