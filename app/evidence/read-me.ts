/** `README.md` of a package: what is in it, and how to check it without our program. */
export const READ_ME = `# 证据包 Evidence package

\`lianfang verify package.zip\` 离线核验全部内容。 checks all of it offline.

| file | 内容 | what |
|---|---|---|
| report.html | 可读报告 | the readable report |
| manifest.json, manifest.sig | 每个文件的 SHA-256，及其签名 | SHA-256 of every file, and the signature on that |
| checkpoint.json | 台账检查点，已签名 | the ledger's checkpoint, signed |
| ledger/entries.jsonl | 台账条目 | entries of the ledger |
| ledger/proofs.jsonl | 各条目属于该检查点的默克尔证明（RFC 6962） | Merkle proofs that they are among those the checkpoint stands for |
| ledger/hashes.txt | 台账全部条目的哈希，按序 | the hash of every entry of the ledger, in order |
| scope.json | 所涉时段与规则 | hours and rules it is about |
| agreement/, stations.csv, calibration.yaml | 当时的协议、站点、校准历史 | agreement, stations, calibration as they stood |
| readings/raw.csv | 原始读数 | readings as they were sent |
| readings/flagged.csv | 质控标识及取用值 | what quality control said of values, and what was used |
| forecasts.jsonl, wind.csv | 预报、风 | forecasts, wind |
| trace/ | 逐小时评判 | how every hour was judged |
| notices.jsonl | 通知与回执 | notices with receipts |
| state.json, timeline.csv, positions.csv, signatures.csv | 状态、经过、表态、签署 | where it stands, what happened, positions, signatures |

不用本程序核验 without our program:

1. \`sha256sum\` of each file against manifest.json.
2. manifest.sig: Ed25519 over the bytes of manifest.json, Base64; the public key (SPKI, Base64) is \`key\` in checkpoint.json. With OpenSSL 3:
   \`openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.bin\`
3. An entry's hash: SHA-256 over \`previousHash\` and the canonical JSON (RFC 8785) of \`at, data, recordedAt, seq, stream, type, version\`.
4. A proof: from the hash up; inner nodes are SHA-256 over 0x01, left, right; the root stands in checkpoint.json.
5. Whoever kept a checkpoint of the installation: its root is that over the first \`seq\` lines of ledger/hashes.txt; \`lianfang verify --checkpoint\`.
6. Whose key it is no package can say: compare it with the one that the installation gave you (\`/api/v1/ledger/key\`); \`lianfang verify --key\`.
`;
