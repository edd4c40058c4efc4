// Whether a callback is genuine: node verify.js BODY_FILE SIGNATURE, the password in PASSWORD.
// Exit code 0: it is. This is all that a receiver has to do.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');

const [bodyFile, signature] = process.argv.slice(2);
const made = crypto
  .createHmac('sha256', process.env.PASSWORD)
  .update(fs.readFileSync(bodyFile))
  .digest();
const given = Buffer.from(signature, 'hex');
const genuine = given.length === made.length && crypto.timingSafeEqual(given, made);
console.log(genuine ? 'genuine' : 'forged');
process.exitCode = genuine ? 0 : 1;
