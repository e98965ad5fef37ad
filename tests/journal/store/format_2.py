"""A call as the second format of the file had it."""

DECIDED = (
    '{"sms_id":"505139d7-54f8-48a9-88fa-9460a78731dd","received_at":1767578400000,"phone":"0901888484",'
    '"request_id":"order-1","form":[["ApiKey","test-api-key"],["Phone",null]],'
    '"request":{"operation":"MakeCallRecord_V2","api_key":"test-api-key","callback_url":"http://127.0.0.1:9000/",'
    '"max_retry":2},"scenario":"default","chosen":{"by":"match","match":[["phone","09*"]]},"caller_id":"02871002454",'
    '"warnings":[{"code":"unknown-parameter","message":"Foo is unknown"}],'
    '"course":{"dials":[{"number":1,"at":0,"ring":1000,"outcome":"answered"}],"talk":3000,"key":"1","price":"450.5",'
    '"ends_at":4000,"key_at":2000},"callback":{"delay":1000,"timeout":10000,"policy":{"retries":5,'
    '"waits":[10000,30000]},"success":"200","follow_redirects":false,"progress":[2,7],"copies":2,"gap":1000,'
    '"lost_acks":1,"before_reply":true,'
    '"edits":{"set":[["Ivr","9"]],"omit":["CID"],"add":[["extra","1"]]}}}'
)
HAPPENED = (
    '{"state":"ended","steps":2,'
    '"result":{"call_status":"ANSWERED","call_duration":3,"ivr":"1","price":"450.5000","sent_result":1,'
    '"send_status":5,"cid":"02871002454"},"callbacks":[{"send_status":5,"next_due":1767578415000,"attempts":'
    '[{"number":1,"at":1767578405000,"url":"http://127.0.0.1:9000/?Ivr=9","status":302,"detail":"moved","ms":3.25,'
    '"hops":[{"url":"http://127.0.0.1:9000/there","status":302}]}]}]}'
)
