<?php

// A suite with the kit, in plain PHP: MOCK_ESMS_URL=http://127.0.0.1:8080 php example_test.php
// In PHPUnit, connect belongs into setUpBeforeClass, reset into setUp, and close into tearDownAfterClass.

declare(strict_types=1);

require __DIR__ . '/Esms.php';

const PHONE = '0901888484';
$esms = Esms::connect(fields: ['caller_id' => '0281234567']);

// These two requests stand for your application. It calls $esms->url where it calls eSMS otherwise.
function placeCall(Esms $esms, array $more = []): array
{
    $query = http_build_query([
        'ApiKey' => $esms->apiKey, 'SecretKey' => $esms->secretKey, 'TemplateId' => '1', 'Phone' => PHONE, ...$more,
    ]);
    return json_decode(file_get_contents("$esms->url/MainService.svc/json/MakeCallRecord_V2?$query"), true);
}

function sendCode(Esms $esms): array
{
    $body = json_encode([
        'ApiKey' => $esms->apiKey, 'SecretKey' => $esms->secretKey, 'Phone' => PHONE, 'Brandname' => 'Baotrixemay',
        'SmsType' => '2', 'Content' => '482913 la ma xac minh dang ky Baotrixemay cua ban',
    ]);
    $http = ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $body];
    $url = "$esms->url/MainService.svc/json/SendMultipleMessage_V4_post_json/";
    return json_decode(file_get_contents($url, false, stream_context_create(['http' => $http])), true);
}

function same(mixed $expected, mixed $seen): void
{
    if ($expected !== $seen) {
        throw new Exception('expected ' . json_encode($expected) . ', saw ' . json_encode($seen));
    }
}

function fails(callable $do, int $status, string $told): void
{
    try {
        $do();
    } catch (EsmsError $error) {
        same([$status, true], [$error->getCode(), str_contains($error->getMessage(), $told)]);
        return;
    }
    throw new Exception("did not fail with: $told");
}

$tests = [
    'nobody answers first, then the customer presses 1' => function () use ($esms) {
        $esms->on(['phone' => PHONE], ['dials' => [['no_answer' => []], ['answered' => ['talk' => '13s', 'press' => '1']]]]);
        placeCall($esms, ['MaxRetry' => '1']);
        $call = $esms->wait(['phone' => PHONE]);
        same(['no_answer', 'answered'], array_column($call['dials'], 'outcome'));
        same(['1', 13, '0281234567'], [$call['result']['Ivr'], $call['result']['CallDuration'], $call['result']['CID']]);
        same(1, $esms->verify(['phone' => '09*']));
    },
    'a callback is sent once more' => function () use ($esms) {
        placeCall($esms, ['CallbackUrl' => "$esms->url/_mock/health"]); // stands for your own endpoint: it says 200
        $esms->redeliver($esms->wait(['phone' => PHONE]));
        $again = $esms->wait(['phone' => PHONE], until: ['attempts' => 2]);
        same([200, 200], array_column($again['callbacks'][0]['attempts'], 'status'));
    },
    'the code that was sent is in the inbox' => function () use ($esms) {
        sendCode($esms);
        same('482913', $esms->otp(PHONE));
        same(1, $esms->waitMessage(['phone' => PHONE, 'channel' => 'sms'])['result']['SendSuccess']);
        same(1, $esms->verifyMessage(['phone' => PHONE]));
        same(['482913'], array_column($esms->inbox(PHONE), 'code'));
    },
    'an account without money is refused, and the next test has it as it was' => function () use ($esms) {
        $esms->account(['balance' => 0]);
        same('103', placeCall($esms)['CodeResult']);
        $esms->reset();
        $esms->play('busy', ['phone' => PHONE]);
        same('100', placeCall($esms)['CodeResult']);
        same('busy', $esms->wait()['scenario']);
        $esms->advance(['by' => '5m']);
    },
    'what does not happen is told with the timeline of what did' => function () use ($esms) {
        placeCall($esms);
        $esms->wait();
        $told = "does not fit: phone is '0901888484', not '0901888485'";
        fails(fn () => $esms->wait(['phone' => '0901888485'], timeout: 0), 408, $told);
        fails(fn () => $esms->verify(['phone' => PHONE], ['times' => 2]), 409, 'expected exactly 2');
        fails(fn () => Esms::connect('http://127.0.0.1:9'), 0, 'no sandbox can be talked to at http://127.0.0.1:9');
    },
];
foreach ($tests as $name => $test) {
    $esms->reset();
    $test();
    echo "ok: $name\n";
}
$esms->close();
