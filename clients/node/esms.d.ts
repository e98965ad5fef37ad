/** The types of esms.mjs. What is not named here is in the sandbox's own /_mock/openapi.json. */

export type Match = Record<string, string | number | boolean>;
export type Goal = 'received' | 'ended' | 'delivered' | 'exhausted' | 'settled' | { attempts: number };
export interface Bounds { times?: number; at_least?: number; at_most?: number }
export interface Waiting { until?: Goal; timeout?: number }

export interface Attempt {
  number: number; at: string; url: string; status: number | null; error: string | null; detail: string; advice: string;
  ms: number | null; answer: string; acknowledged: boolean; [more: string]: unknown;
}

export interface Callback {
  send_status: number; state: 'pending' | 'delivered' | 'exhausted' | 'blocked' | 'dropped'; next_due: string | null;
  attempts: Attempt[];
}

export interface Warning { code: string; message: string }

export interface Call {
  sms_id: string; operation: string; scenario: string; received_at: string; request: Record<string, string>;
  warnings: Warning[]; state: 'scheduled' | 'queued' | 'dialling' | 'talking' | 'ended'; settled: boolean; spoken: string | null;
  dials: { number: number; at: string; ring: number | null; outcome: string | null; interactive: boolean; waited: number }[];
  result: {
    CallStatus: string; CallDuration: number; Ivr: string; Price: string; SentResult: number; SendStatus: number;
    CID: string;
  } | null;
  callbacks: Callback[]; [more: string]: unknown;
}

export interface Message {
  sms_id: string; operation: string; type_id: number; scenario: string; received_at: string;
  request: Record<string, string>; warnings: Warning[]; state: 'approving' | 'waiting' | 'sent' | 'ended';
  settled: boolean;
  legs: {
    channel: 'sms' | 'zalo' | 'viber'; from: string; template: string; text: string; code: string | null;
    sent_at: string | null;
    receivers: { phone: string; network: string; outcome: string | null; at: string | null; error: number | null }[];
  }[];
  result: {
    SendFailed: number; SendStatus: number; SendSuccess: number; TotalPrice: string; TotalReceiver: number;
    TotalSent: number;
  } | null;
  callbacks: (Callback & { channel: string })[]; [more: string]: unknown;
}

export interface InboxItem {
  at: string; kind: 'sms' | 'zalo' | 'viber' | 'call'; from: string; text: string | null; code: string | null;
  sms_id: string;
}

export declare class EsmsError extends Error {
  readonly status: number;
}

export declare class Esms {
  static connect(options?: { url?: string; token?: string; [field: string]: unknown }): Promise<Esms>;
  readonly url: string;
  readonly apiKey: string;
  readonly secretKey: string;
  on(match: Match, scenario?: Record<string, unknown>, options?: { times?: number | null }): Promise<unknown>;
  play(name: string, match?: Match, options?: { times?: number | null }): Promise<unknown>;
  wait(match: Match, options: Waiting & { count: number }): Promise<Call[]>;
  wait(match?: Match, options?: Waiting): Promise<Call>;
  waitMessage(match: Match, options: Waiting & { count: number }): Promise<Message[]>;
  waitMessage(match?: Match, options?: Waiting): Promise<Message>;
  verify(match?: Match, bounds?: Bounds): Promise<number>;
  verifyMessage(match?: Match, bounds?: Bounds): Promise<number>;
  calls(match?: Match): Promise<Call[]>;
  messages(match?: Match): Promise<Message[]>;
  inbox(phone: string): Promise<InboxItem[]>;
  otp(phone: string, options?: { timeout?: number }): Promise<string>;
  redeliver<Entry extends Call | Message>(entry: Entry): Promise<Entry>;
  advance(how?: { by?: string | number; to?: string }): Promise<unknown>;
  account(fields?: Record<string, unknown>): Promise<unknown>;
  reset(): Promise<void>;
  close(): Promise<void>;
}
