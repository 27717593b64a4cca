## Nhật ký ca trực.

console-shifts = Ca trực
console-shifts-hint = Mỗi lúc chỉ có một ca trực. Ca trực ghi lại diễn biến và được bàn giao cho ca sau cùng mọi việc còn dở.
console-shifts-none = Hiện không có ca trực nào.
console-shifts-none-hint = Hãy bắt đầu một ca: bạn phụ trách cho đến khi có người nhận bàn giao.
console-shifts-only-look = Vai trò của bạn chỉ được đọc nhật ký. Người trực vận hành có thể bắt đầu ca, ghi chú và bàn giao.
console-shifts-begin = Bắt đầu ca trực
console-shifts-back = Tất cả ca trực
console-shifts-of = Ca trực của { $name }
console-shifts-since = Từ { $time } ({ $ago })
console-shifts-span = { $from } đến { $to }, sau đó là { $name }
console-shifts-state-running = Đang trực
console-shifts-state-handed_over = Đã bàn giao, chưa có người nhận
console-shifts-state-ended = Đã kết thúc
console-shifts-open = { $count ->
   *[other] { $count } sự cố chưa kết thúc
}
console-shifts-open-then = { $count ->
   *[other] { $count } sự cố chưa kết thúc lúc bàn giao
}
console-shifts-open-none = Không còn việc nào dở dang.
console-shifts-notes = Ghi chú trong ca
console-shifts-notes-none = Chưa có ghi chú nào.
console-shifts-note = Ghi chú
console-shifts-note-send = Ghi lại
console-shifts-hand-over = Bàn giao
console-shifts-hand-over-words = Điều ca sau cần biết
console-shifts-hand-over-hint = Việc đang làm dở, điều đã hứa với ai, điều cần theo dõi.
console-shifts-listed = { $count ->
    [0] Không có sự cố nào chưa xong nên không liệt kê.
   *[other] { $count } sự cố chưa kết thúc sẽ tự động được bàn giao kèm.
}
console-shifts-listed-most = Chỉ liệt kê { $count } sự cố khẩn cấp nhất.
console-shifts-handed = Bàn giao
console-shifts-handed-at = Bàn giao lúc { $time }
console-shifts-handed-over = Đã bàn giao ca trực.
console-shifts-waits = Phải có người khác nhận bàn giao. Đến lúc đó bạn vẫn phụ trách.
console-shifts-accept = Nhận bàn giao và bắt đầu ca của tôi
console-shifts-before = Các ca trước
console-shifts-before-none = Chưa có ca nào kết thúc.
console-shifts-row = { $name } · ghi chú: { $notes } · sự cố chưa kết thúc: { $incidents }
console-shifts-more = Xem các ca trước nữa
