// A suite with the kit, for Node's own test runner: MOCK_ESMS_URL=http://127.0.0.1:8080 node --test example.test.mjs
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { Esms, EsmsError } from './esms.mjs';

const phone = '0901888484';
let esms;

before(async () => { esms = await Esms.connect({ caller_id: '0281234567' }); });
beforeEach(() => esms.reset());
after(() => esms.close());

// These two requests stand for your application. It calls esms.url where it calls eSMS otherwise.
async function placeCall(more = {}) {
  const query = new URLSearchParams({ ApiKey: esms.apiKey, SecretKey: esms.secretKey, TemplateId: '1', Phone: phone, ...more });
  return (await fetch(`${esms.url}/MainService.svc/json/MakeCallRecord_V2?${query}`)).json();
}

async function sendCode() {
  const body = {
    ApiKey: esms.apiKey, SecretKey: esms.secretKey, Phone: phone, Brandname: 'Baotrixemay', SmsType: '2',
    Content: '482913 la ma xac minh dang ky Baotrixemay cua ban',
  };
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return (await fetch(`${esms.url}/MainService.svc/json/SendMultipleMessage_V4_post_json/`, post)).json();
}

test('nobody answers first, then the customer presses 1', async () => {
  await esms.on({ phone }, { dials: [{ no_answer: { ring: '30s' } }, { answered: { talk: '13s', press: '1' } }] });
  await placeCall({ MaxRetry: '1' });
  const call = await esms.wait({ phone });
  assert.deepEqual(call.dials.map((dial) => dial.outcome), ['no_answer', 'answered']);
  assert.deepEqual([call.result.Ivr, call.result.CallDuration, call.result.CID], ['1', 13, '0281234567']);
  assert.equal(await esms.verify({ phone: '09*' }), 1);
});

test('a callback is sent once more', async () => {
  await placeCall({ CallbackUrl: `${esms.url}/_mock/health` }); // stands for your own endpoint: it says 200
  const call = await esms.wait({ phone });
  await esms.redeliver(call);
  const again = await esms.wait({ phone }, { until: { attempts: 2 } });
  assert.deepEqual(again.callbacks[0].attempts.map((attempt) => attempt.status), [200, 200]);
});

test('the code that was sent is in the inbox', async () => {
  await sendCode();
  assert.equal(await esms.otp(phone), '482913');
  const message = await esms.waitMessage({ phone, channel: 'sms' });
  assert.equal(message.result.SendSuccess, 1);
  assert.equal(await esms.verifyMessage({ phone }), 1);
  assert.deepEqual((await esms.inbox(phone)).map((item) => [item.kind, item.code]), [['sms', '482913']]);
});

test('an account without money is refused, and the next test has it as it was', async () => {
  await esms.account({ balance: 0 });
  assert.equal((await placeCall()).CodeResult, '103');
  await esms.reset();
  await esms.play('busy', { phone });
  assert.equal((await placeCall()).CodeResult, '100');
  assert.equal((await esms.wait()).scenario, 'busy');
  await esms.advance({ by: '5m' });
});

test('what does not happen is told with the timeline of what did', async () => {
  await placeCall();
  await esms.wait();
  await assert.rejects(esms.wait({ phone: '0901888485' }, { timeout: 0 }), (error) => {
    assert.ok(error instanceof EsmsError && error.status === 408);
    assert.match(error.message, /does not fit: phone is '0901888484', not '0901888485'/);
    return true;
  });
  await assert.rejects(esms.verify({ phone }, { times: 2 }), /expected exactly 2/);
  await assert.rejects(Esms.connect({ url: 'http://127.0.0.1:9' }), /no sandbox can be talked to at http:\/\/127.0.0.1:9/);
});
