// Reads messages, one JSON object {primaryType, types, message} a line, and prints viem's EIP-712 digest of each.
import { hashTypedData } from "viem";
import { createInterface } from "node:readline";

const domain = {
  name: "Hypercall", version: "1", chainId: 998, verifyingContract: "0x0000000000000000000000000000000000000000",
};
const digests = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { primaryType, types, message } = JSON.parse(line);
  digests.push(hashTypedData({ domain, primaryType, types: { [primaryType]: types }, message }));
}
process.stdout.write(digests.join("\n") + "\n");
