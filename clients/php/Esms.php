<?php

// The test kit of mock-esms for PHP 8.1 or newer, without a library: copy this file into your suite.
//
//   $esms = Esms::connect();                          // MOCK_ESMS_URL, or http://127.0.0.1:8080
//   $esms->on(['phone' => '0901888484'], ['dials' => [['no_answer' => []], ['answered' => ['press' => '1']]]]);
//   …                                                 // your application calls $esms->url as $esms->apiKey
//   $call = $esms->wait(['phone' => '0901888484']);
//
// Matches are globs by parameter name. Each instance has an account of its own, which `close` forgets, so that suites
// share a sandbox. Calls and messages are arrays, as /_mock/openapi.json tells. What fails throws EsmsError, whose
// message is the whole timeline.

declare(strict_types=1);

/** Something did not happen, or the sandbox refused; the code is the status of the control API (0: nobody answered). */
class EsmsError extends RuntimeException
{
}

final class Esms
{
    private function __construct(
        public readonly string $url,
        public readonly string $apiKey,
        public readonly string $secretKey,
        private readonly ?string $token,
        private readonly array $fields,
    ) {
    }

    /** Connect to a sandbox and open an account there; $fields are those of an account in the settings file. */
    public static function connect(?string $url = null, ?string $token = null, array $fields = []): self
    {
        $url = rtrim($url ?? (getenv('MOCK_ESMS_URL') ?: 'http://127.0.0.1:8080'), '/');
        $token ??= getenv('MOCK_ESMS_CONTROL_TOKEN') ?: null;
        $esms = new self($url, 'php-' . bin2hex(random_bytes(8)), bin2hex(random_bytes(8)), $token, $fields);
        $esms->account();
        return $esms;
    }

    /** Let the next requests that fit play a scenario: what stands in its YAML, without title and match. */
    public function on(array $match, array $scenario = [], ?int $times = 1): array
    {
        $body = ['match' => $this->own($match), 'scenario' => self::emptyAsObject($scenario), 'times' => $times];
        return $this->ask('POST', 'scenarios', $body);
    }

    /** Let the next requests that fit play a scenario of the library, by its name; null times are all of them. */
    public function play(string $name, array $match = [], ?int $times = 1): array
    {
        $body = ['match' => $this->own($match), 'times' => $times];
        return $this->ask('POST', 'scenarios/' . rawurlencode($name) . '/arm', $body);
    }

    /** The newest call that fits, as soon as all that fit have got there; with $count so many, oldest first. */
    public function wait(array $match = [], string|array $until = 'settled', ?int $count = null, float $timeout = 10): array
    {
        return $this->waitFor('call', $match, $until, $count, $timeout);
    }

    /** The same for messages. */
    public function waitMessage(
        array $match = [],
        string|array $until = 'settled',
        ?int $count = null,
        float $timeout = 10,
    ): array {
        return $this->waitFor('message', $match, $until, $count, $timeout);
    }

    /** How many calls fit, when there are as many as there should be: exactly one, or times, at_least, at_most. */
    public function verify(array $match = [], array $bounds = []): int
    {
        return $this->ask('POST', 'verify', ['match' => $this->own($match)] + $bounds)['count'];
    }

    /** The same for messages. */
    public function verifyMessage(array $match = [], array $bounds = []): int
    {
        return $this->ask('POST', 'verify', ['what' => 'message', 'match' => $this->own($match)] + $bounds)['count'];
    }

    /** Every call that fits, oldest first. */
    public function calls(array $match = []): array
    {
        return $this->ask('GET', 'calls?' . http_build_query(['limit' => 10000] + $this->own($match)))['calls'];
    }

    /** Every message that fits, oldest first. */
    public function messages(array $match = []): array
    {
        return $this->ask('GET', 'messages?' . http_build_query(['limit' => 10000] + $this->own($match)))['messages'];
    }

    /** What the person with that phone has got by now, oldest first. */
    public function inbox(string $phone): array
    {
        return $this->ask('GET', 'inbox/' . rawurlencode($phone) . '?' . http_build_query($this->own([])))['items'];
    }

    /** The newest code that the person was told, once nothing more is on its way there. */
    public function otp(string $phone, float $timeout = 10): string
    {
        $query = http_build_query(['timeout' => $timeout] + $this->own([]));
        return $this->ask('GET', 'otp/' . rawurlencode($phone) . "?$query")['code'];
    }

    /** Send the final callback of a call or message once more, now. */
    public function redeliver(array $entry): array
    {
        $kind = isset($entry['legs']) ? 'messages' : 'calls';
        return $this->ask('POST', "$kind/" . rawurlencode($entry['sms_id']) . '/redeliver', []);
    }

    /** Move the clock, for everybody: ['by' => '5m'], ['to' => '2026-…'], or until nothing is due any more. */
    public function advance(array $how = ['until' => 'idle']): array
    {
        return $this->ask('POST', 'clock/advance', $how);
    }

    /** Change the account until the next reset: account(['balance' => 0]). */
    public function account(array $fields = []): array
    {
        $account = $fields + $this->fields + ['secret_key' => $this->secretKey];
        return $this->ask('PUT', 'accounts/' . rawurlencode($this->apiKey), $account);
    }

    /** Forget what the account has done, what was armed for it and what it was changed to: before each test. */
    public function reset(): void
    {
        $this->account();
        $this->ask('POST', 'reset', ['api_key' => $this->apiKey]);
    }

    /** Forget the account: after all tests. */
    public function close(): void
    {
        $this->ask('DELETE', 'accounts/' . rawurlencode($this->apiKey));
    }

    private function waitFor(string $what, array $match, string|array $until, ?int $count, float $timeout): array
    {
        $body = ['what' => $what, 'match' => $this->own($match), 'until' => $until, 'count' => $count];
        $entries = $this->ask('POST', 'wait', $body + ['timeout' => $timeout], $timeout)["{$what}s"];
        return $count === null ? end($entries) : $entries;
    }

    private function own(array $match): array
    {
        return $match + ['api_key' => $this->apiKey];
    }

    /** PHP writes an empty array as a list, and a scenario has mappings in these places: `no_answer: {}`. */
    private static function emptyAsObject(mixed $value): mixed
    {
        if ($value === []) {
            return new stdClass();
        }
        return is_array($value) ? array_map(self::emptyAsObject(...), $value) : $value;
    }

    private function ask(string $method, string $path, ?array $body = null, float $waiting = 0): array
    {
        $headers = ['Content-Type: application/json'];
        if ($this->token !== null) {
            $headers[] = "Authorization: Bearer $this->token";
        }
        $http = ['method' => $method, 'header' => $headers, 'ignore_errors' => true, 'timeout' => 30 + $waiting];
        if ($body !== null) {
            $http['content'] = json_encode($body ?: new stdClass(), JSON_THROW_ON_ERROR);
        }
        $text = @file_get_contents("$this->url/_mock/$path", false, stream_context_create(['http' => $http]));
        $answer = $text === false ? null : json_decode($text, true);
        if (!is_array($answer)) {
            throw new EsmsError("no sandbox can be talked to at $this->url", 0);
        }
        $status = (int) explode(' ', $http_response_header[0])[1];
        if ($status === 200) {
            return $answer;
        }
        throw new EsmsError($answer['evidence'] ?? $answer['error']['message'] ?? $text, $status);
    }
}
