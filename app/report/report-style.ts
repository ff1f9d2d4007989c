/** The whole style of the report: nothing is loaded from anywhere. Light and dark by the reader's setting, light on paper. */
export const REPORT_STYLE = `
:root{--bg:#fbfbf9;--fg:#1c1e21;--dim:#5d646c;--line:#d9dcd8;--card:#fff;--none:#e9ece8;--nodata:#fbfbf9;--accent:#1f5fa8;--open:#f6d9b8}
@media (prefers-color-scheme:dark){:root{--bg:#15181b;--fg:#e6e8ea;--dim:#9aa3ab;--line:#343a40;--card:#1d2125;--none:#2b3136;--nodata:#15181b;--accent:#7db4f0;--open:#4d3a22}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main,header{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:24px}
h1{font-size:26px;margin:0 0 4px}
h2{font-size:19px;margin:36px 0 8px;padding-top:12px;border-top:1px solid var(--line)}
h3{font-size:15px;margin:20px 0 6px}
p{margin:6px 0}.dim{color:var(--dim)}
.lang{position:absolute;opacity:0;pointer-events:none}
.switch{float:right;display:flex;border:1px solid var(--line);border-radius:6px;overflow:hidden;font-size:13px}
.switch label{padding:3px 12px;cursor:pointer}
#lang-zh:checked~header .to-zh,#lang-en:checked~header .to-en{background:var(--accent);color:var(--bg)}
#lang-zh:focus-visible~header .to-zh,#lang-en:focus-visible~header .to-en{outline:2px solid var(--accent);outline-offset:2px}
#lang-zh:checked~* [lang=en],#lang-en:checked~* [lang=zh]{display:none}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:16px 0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
.tiles b{display:block;font-size:22px;font-variant-numeric:tabular-nums}
.tiles span{color:var(--dim);font-size:13px}
.scroll{overflow-x:auto;margin:6px 0 14px}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;min-width:60%}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--dim);font-weight:500;white-space:nowrap}
svg text{fill:var(--fg);font-size:12px}svg text.tick{fill:var(--dim);font-size:11px}svg line.tick{stroke:var(--line)}
svg text.letter{text-anchor:middle;font-size:11px;font-weight:600}
.g-none{fill:var(--none)}.g-no_data{fill:var(--nodata)}.g-blue{fill:#2f6fbf}.g-yellow{fill:#f3cb1d}.g-orange{fill:#ee8420}.g-red{fill:#cb2230}
svg text.on-blue,svg text.on-red{fill:#fff}svg text.on-yellow,svg text.on-orange{fill:#221a00}
.chip{display:inline-block;padding:0 8px;border-radius:4px;font-size:13px;white-space:nowrap}
.chip.none{background:var(--none)}.chip.blue{background:#2f6fbf;color:#fff}.chip.yellow{background:#f3cb1d;color:#221a00}.chip.orange{background:#ee8420;color:#221a00}.chip.red{background:#cb2230;color:#fff}
.p1{fill:#cb2230}.p2{fill:#ee8420}.p3{fill:#4d8fd6}.p4{fill:#8b949c}
details{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 14px;margin:6px 0}
summary{cursor:pointer}summary .dim{font-size:13px}
.spark path{fill:none;stroke:var(--accent);stroke-width:1.6}.spark .limit{stroke:#cb2230;stroke-dasharray:4 3}.spark .open{fill:var(--open)}
.spark{max-width:100%}
.alert{border-top:1px solid var(--line);padding:8px 0;break-inside:avoid}
footer{max-width:1080px;margin:40px auto;padding:0 20px;color:var(--dim);font-size:13px}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb;--card:#fff;--none:#e9ece8;--nodata:#fff;--accent:#1f5fa8;--open:#f6d9b8}.switch{display:none}main,header,footer{max-width:none;padding:0}.scroll{overflow:visible}svg{max-width:100%;height:auto}h2{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
