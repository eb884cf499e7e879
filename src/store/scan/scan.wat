;; Loops over bytes. Two take sixteen at a time: count line feeds, and find places where a string of a small set may begin.
;; Finding is the "Teddy" method: every string gives four neighbouring bytes and one of eight buckets (a bit). For each
;; of the four there are two tables, by low and by high half-byte, that say which buckets allow it. A place where some
;; bucket allows all four is a candidate; the caller compares the whole string there.
;; With many strings the tables allow much, so a candidate must also be in a set of hashes of the four bytes (of the
;; first three, for strings that have no more): a bit each, letters without case.
;; The third, for lines that come again and again, takes the hashes of one line: of its text without digits, and of the
;; figures in it that count.
;; Memory: 0..127 eight tables (low0 high0 low1 high1 …), 128 sixteen set bytes and sixteen empty ones, 160 and 164 the hashes
;; of the line measured last, 4096..8191 hashes of four, 8192..12287 hashes of three, text from 16384. Up to eighteen bytes after
;; the end are read, not used.
(module
  (memory (export "memory") 34)
  (data (i32.const 128) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")

  (func (export "count") (param $at i32) (param $end i32) (result i32)
    (local $total i32)
    (block $tail
      (loop $next
        (br_if $tail (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)))
        (local.set $total (i32.add (local.get $total) (i32.popcnt (i8x16.bitmask
          (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (block $done
      (loop $byte
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $total (i32.add (local.get $total) (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $byte)))
    (local.get $total))

  ;; Whether the set of hashes at $set (32768 bits) has the hash of $value.
  (func $known (param $set i32) (param $value i32) (result i32)
    (local $hash i32)
    (local.set $hash (i32.shr_u (i32.mul (local.get $value) (i32.const 0x9e3779b1)) (i32.const 17)))
    (i32.and
      (i32.shr_u
        (i32.load8_u (i32.add (local.get $set) (i32.shr_u (local.get $hash) (i32.const 3))))
        (i32.and (local.get $hash) (i32.const 7)))
      (i32.const 1)))

  ;; Takes the hashes of the line that begins at $from, and says where it ends, line feed included; -1 if it has more than
  ;; 4096 bytes. Digits count as one zero in the text. Figures: numbers before a k, m, g or t and numbers of eight digits and
  ;; more, decimals included; before them, a first word with one to five digits, which names a host.
  ;; Text between numbers is hashed sixteen bytes at a time.
  (func (export "measure") (param $from i32) (param $to i32) (result i32)
    (local $at i32) (local $limit i32) (local $byte i32) (local $bytes v128) (local $length i32)
    (local $hash i64) (local $figures i32) (local $number i32) (local $digits i32)
    (local $inHead i32) (local $headDigits i32) (local $spaces i32) (local $tag i32) (local $letter i32)
    (local.set $hash (i64.const 17))
    (local.set $inHead (i32.const 1))
    (local.set $at (local.get $from))
    (local.set $limit (i32.add (local.get $from) (i32.const 4096)))
    (if (i32.gt_u (local.get $limit) (local.get $to)) (then (local.set $limit (local.get $to))))
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $at) (local.get $limit)))
        (local.set $bytes (v128.load (local.get $at)))
        ;; text, up to a digit or line feed
        (local.set $length (i32.ctz (i32.or (i32.const 0x10000) (i8x16.bitmask (v128.or
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10)))
          (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10))))))))
        (if (i32.gt_u (local.get $length) (i32.sub (local.get $limit) (local.get $at)))
          (then (local.set $length (i32.sub (local.get $limit) (local.get $at)))))
        (if (local.get $length)
          (then
            (local.set $bytes (v128.and (local.get $bytes) (v128.load (i32.sub (i32.const 144) (local.get $length)))))
            (if (local.get $inHead)
              (then
                (local.set $spaces (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 32)))))
                (if (local.get $spaces)
                  (then
                    (local.set $inHead (i32.const 0))
                    (if (i32.lt_u (i32.sub (local.get $headDigits) (i32.const 1)) (i32.const 5))
                      (then
                        (local.set $spaces (i32.add (local.get $at) (i32.ctz (local.get $spaces))))
                        (local.set $tag (i32.const 1))
                        (local.set $letter (local.get $from))
                        (loop $word
                          (local.set $tag (i32.add
                            (i32.mul (local.get $tag) (i32.const 31)) (i32.load8_u (local.get $letter))))
                          (local.set $letter (i32.add (local.get $letter) (i32.const 1)))
                          (br_if $word (i32.lt_u (local.get $letter) (local.get $spaces))))
                        (local.set $figures (i32.mul (local.get $tag) (i32.const 0x01000193)))))))))
            (local.set $hash (i64.mul
              (i64.xor (local.get $hash) (i64x2.extract_lane 0 (local.get $bytes)))
              (i64.const 0x9e3779b97f4a7c15)))
            (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
            (local.set $hash (i64.mul
              (i64.xor (i64.add (local.get $hash) (i64.extend_i32_u (local.get $length)))
                (i64x2.extract_lane 1 (local.get $bytes)))
              (i64.const 0x9e3779b97f4a7c15)))
            (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 29))))
            (local.set $at (i32.add (local.get $at) (local.get $length)))
            (br_if $next (i32.eq (local.get $length) (i32.const 16)))
            (br_if $end (i32.ge_u (local.get $at) (local.get $limit)))))
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $end (i32.eq (local.get $byte) (i32.const 10)))
        ;; a number; after a point or a comma the one before goes on
        (local.set $hash (i64.mul (i64.xor (local.get $hash) (i64.const 48)) (i64.const 0x9e3779b97f4a7c15)))
        (local.set $letter (i32.const 0))
        (if (i32.gt_u (local.get $at) (local.get $from))
          (then (local.set $letter (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))))
        (if (i32.and (i32.ne (local.get $letter) (i32.const 46)) (i32.ne (local.get $letter) (i32.const 44)))
          (then (local.set $number (i32.const 0))))
        (local.set $digits (i32.const 0))
        (loop $digit
          (local.set $number (i32.add (i32.mul (local.get $number) (i32.const 31)) (local.get $byte)))
          (local.set $digits (i32.add (local.get $digits) (i32.const 1)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $end (i32.ge_u (local.get $at) (local.get $limit)))
          (local.set $byte (i32.load8_u (local.get $at)))
          (br_if $digit (i32.lt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 10))))
        (local.set $headDigits (i32.add (local.get $headDigits) (local.get $digits)))
        (local.set $letter (i32.or (local.get $byte) (i32.const 32)))
        (if (i32.or (i32.ge_u (local.get $digits) (i32.const 8)) (i32.or
              (i32.or (i32.eq (local.get $letter) (i32.const 103)) (i32.eq (local.get $letter) (i32.const 109)))
              (i32.or (i32.eq (local.get $letter) (i32.const 107)) (i32.eq (local.get $letter) (i32.const 116)))))
          (then (local.set $figures (i32.add
            (i32.mul (i32.xor (local.get $figures) (local.get $number)) (i32.const 0x01000193))
            (local.get $byte)))))
        (br $next)))
    (if (i32.and (i32.eq (local.get $at) (local.get $limit)) (i32.lt_u (local.get $limit) (local.get $to)))
      (then (return (i32.const -1))))
    (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
    (local.set $byte (i32.wrap_i64 (local.get $hash)))
    ;; zero is an empty place in the tables of the caller
    (i32.store (i32.const 160) (i32.or (local.get $byte) (i32.eqz (local.get $byte))))
    (i32.store (i32.const 164) (local.get $figures))
    (i32.add (local.get $at) (i32.lt_u (local.get $at) (local.get $to))))

  ;; First place in [$at, $end) where a string may begin, or -1. May look past $end within its sixteen bytes.
  (func (export "find") (param $at i32) (param $end i32) (result i32)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128)
    (local $low2 v128) (local $high2 v128) (local $low3 v128) (local $high3 v128)
    (local $hit v128) (local $bytes v128) (local $mask v128) (local $place i32)
    (local $lanes i32) (local $four i32)
    (local.set $mask (i8x16.splat (i32.const 15)))
    (local.set $low0 (v128.load (i32.const 0)))
    (local.set $high0 (v128.load (i32.const 16)))
    (local.set $low1 (v128.load (i32.const 32)))
    (local.set $high1 (v128.load (i32.const 48)))
    (local.set $low2 (v128.load (i32.const 64)))
    (local.set $high2 (v128.load (i32.const 80)))
    (local.set $low3 (v128.load (i32.const 96)))
    (local.set $high3 (v128.load (i32.const 112)))
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bytes (v128.load offset=0 (local.get $at)))
        (local.set $hit (v128.and
          (i8x16.swizzle (local.get $low0) (v128.and (local.get $bytes) (local.get $mask)))
          (i8x16.swizzle (local.get $high0) (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
        (local.set $bytes (v128.load offset=1 (local.get $at)))
        (local.set $hit (v128.and (local.get $hit) (v128.and
          (i8x16.swizzle (local.get $low1) (v128.and (local.get $bytes) (local.get $mask)))
          (i8x16.swizzle (local.get $high1) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        (local.set $bytes (v128.load offset=2 (local.get $at)))
        (local.set $hit (v128.and (local.get $hit) (v128.and
          (i8x16.swizzle (local.get $low2) (v128.and (local.get $bytes) (local.get $mask)))
          (i8x16.swizzle (local.get $high2) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        (local.set $bytes (v128.load offset=3 (local.get $at)))
        (local.set $hit (v128.and (local.get $hit) (v128.and
          (i8x16.swizzle (local.get $low3) (v128.and (local.get $bytes) (local.get $mask)))
          (i8x16.swizzle (local.get $high3) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        (if (v128.any_true (local.get $hit))
          (then
            (local.set $lanes (i8x16.bitmask (i8x16.ne (local.get $hit) (v128.const i32x4 0 0 0 0))))
            (loop $lane
              (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $lanes))))
              (br_if $none (i32.ge_u (local.get $place) (local.get $end)))
              (local.set $four (i32.or (i32.load (local.get $place)) (i32.const 0x20202020)))
              (if (i32.or
                    (call $known (i32.const 4096) (local.get $four))
                    (call $known (i32.const 8192) (i32.and (local.get $four) (i32.const 0xffffff))))
                (then (return (local.get $place))))
              (local.set $lanes (i32.and (local.get $lanes) (i32.sub (local.get $lanes) (i32.const 1))))
              (br_if $lane (local.get $lanes)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.const -1)))
