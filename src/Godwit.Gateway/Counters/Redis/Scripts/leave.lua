-- ARGV: process. It has no requests any more.
redis.call('HDEL', KEYS[2], process)
return {}
