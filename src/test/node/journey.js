// One integration's day with the official client: send, ask, schedule, cancel, and what goes wrong.
// Environment: BASE_URL (with /v1), USERNAME, PASSWORD, CALLBACK_URL. Prints one line of JSON.
'use strict';

const assert = require('node:assert');
const { promisify } = require('node:util');
const { setTimeout: pause } = require('node:timers/promises');
const messente = require('messente_api');

const { BASE_URL, USERNAME, PASSWORD, CALLBACK_URL } = process.env;
const UNKNOWN_ID = '019a9d2c-7f00-7000-8000-0000000000a0';
const PATIENCE_MS = 20000;

const client = messente.ApiClient.instance;
client.basePath = BASE_URL;
const login = client.authentications.basicAuth;
login.username = USERNAME;
login.password = PASSWORD;

const omnimessages = new messente.OmnimessageApi();
const reports = new messente.DeliveryReportApi();
const send = promisify(omnimessages.sendOmnimessage.bind(omnimessages));
const cancel = promisify(omnimessages.cancelScheduledMessage.bind(omnimessages));
const ask = promisify(reports.retrieveDeliveryReport.bind(reports));

function message(fields) {
  return messente.Omnimessage.constructFromObject({
    to: '+37255555501',
    messages: [messente.SMS.constructFromObject({ sender: 'Shop', text: 'Tere, Õnne! 你好' })],
    ...fields,
  });
}

async function statusOf(call) {
  try {
    await call();
  } catch (error) {
    const first = JSON.parse(error.response.text).errors[0];
    return { http: error.status, code: first.code, title: first.title };
  }
  throw new assert.AssertionError({ message: 'the call should have failed' });
}

async function whenDelivered(id) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const report = await ask(id);
    if (report.statuses[0].status === 'DELIVRD') {
      return report;
    }
    assert.ok(Date.now() < end, 'not delivered in time: ' + JSON.stringify(report));
    await pause(50);
  }
}

async function main() {
  const sent = await send(message({ dlr_url: CALLBACK_URL }));
  assert.strictEqual(sent.to, '+37255555501');
  assert.strictEqual(sent.messages.length, 1);
  assert.strictEqual(sent.messages[0].channel, 'sms');
  assert.strictEqual(sent.messages[0].sender, 'Shop');

  const report = await whenDelivered(sent.omnimessage_id);
  assert.strictEqual(report.omnimessage_id, sent.omnimessage_id);
  assert.strictEqual(report.statuses[0].message_id, sent.messages[0].message_id);
  assert.strictEqual(report.statuses[0].err, 0);

  // constructFromObject of 1.5.0 makes every Date an invalid one; the property itself works.
  const scheduled = message({});
  scheduled.time_to_send = new Date(Date.now() + 24 * 3600 * 1000);
  const later = await send(scheduled);
  const waiting = await ask(later.omnimessage_id);
  assert.strictEqual(waiting.statuses[0].status, null);
  await cancel(later.omnimessage_id);
  const cancelled = await ask(later.omnimessage_id);
  assert.strictEqual(cancelled.statuses[0].status, 'DELETED');

  const result = {
    omnimessage_id: sent.omnimessage_id,
    message_id: sent.messages[0].message_id,
    cancelled_id: later.omnimessage_id,
    cancel_again: await statusOf(() => cancel(later.omnimessage_id)),
    unknown: await statusOf(() => ask(UNKNOWN_ID)),
    cancel_unknown: await statusOf(() => cancel(UNKNOWN_ID)),
    bad_number: await statusOf(() => send(message({ to: '+1' }))),
  };
  login.password = PASSWORD + 'x';
  result.wrong_password = await statusOf(() => send(message({})));
  console.log(JSON.stringify(result));
}

main().catch((error) => {
  console.error(error.response ? error.response.text : error);
  process.exitCode = 1;
});
