// Reads a file's content; writes its size after brotli at its best.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const content = readFileSync(0);
const params = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
};
console.log(brotliCompressSync(content, { params }).length);
