## Sự cố: hàng đợi, từng sự cố và cách xử lý.

console-incidents = Sự cố
console-incidents-queue = Sự cố, theo thứ tự đã chọn
console-incidents-open-count = { $count } sự cố chưa ai xác nhận
console-incidents-none = Không có việc gì phải xử lý.
console-incidents-none-hint = Sự cố mới sẽ tự hiện ở đây trong vòng một giây.
console-incidents-none-found = Không có sự cố nào khớp bộ lọc.
console-incidents-none-found-hint = Hãy xóa ô tìm kiếm hoặc bớt điều kiện lọc.
console-incidents-new = { $count } sự cố mới
console-incidents-fresh = Mới
console-incidents-more = Hiện thêm { $count } sự cố
console-incidents-cut = Chỉ hiện { NUMBER($count) } sự cố đầu tiên. Hãy thu hẹp bộ lọc để xem các sự cố khác.
console-incidents-back = Tất cả sự cố

console-incidents-show = Hiện trạng thái nào
console-incidents-search = Tìm sự cố
console-incidents-severity = Mức độ
console-incidents-severity-count = { $severity } ({ $count })

console-incidents-since = Từ { $time } ({ $ago })
console-incidents-simulated = Tài sản này là mô phỏng: sự cố này không có thật.
console-incidents-where = Ở đâu
console-incidents-why = Vì sao
console-incidents-limit = Ngưỡng
console-incidents-finding-lasts = Từ { $from }, thấy gần nhất { $seen }
console-incidents-finding-over = Đã hết: từ { $from } đến { $to }
console-incidents-chart = { $channel }: mở biểu đồ
console-incidents-chart-words = { $channel }, { $range }: thấp nhất { $low }, cao nhất { $high }, mới nhất { $last }
console-incidents-chart-limits = Nét đứt: { $limits } { $unit }
console-incidents-chart-lasting = Số phát hiện còn kéo dài theo thời gian: nhiều nhất { $most }, cuối cùng { $last }
console-incidents-timeline = Diễn biến
console-incidents-by-platform = Hệ thống

console-incidents-acts = Xử lý
console-incidents-only-look = Vai trò của bạn chỉ được xem. Người trực vận hành có thể xác nhận, nhận xử lý, giải quyết và ghi chú.
console-incidents-cancel = Hủy
console-incidents-reason = Lý do
console-incidents-reason-solved = Đã xử lý tại chỗ
console-incidents-reason-test = Thử nghiệm hoặc bảo trì
console-incidents-reason-elsewhere = Xử lý trong sự cố khác
console-incidents-comment = Ghi chú
console-incidents-comment-kept = Nội dung đang viết được giữ lại cho đến khi bạn gửi.
console-incidents-comment-send = Gửi ghi chú
console-incidents-meanwhile = Sự cố vừa thay đổi. Thao tác của bạn chưa được thực hiện.
console-incidents-text-kept = Nội dung bạn viết vẫn còn.
console-incidents-assign-newer = Vừa được giao cho: { $names }
console-incidents-assign-gone = Vừa được trả lại, chưa ai nhận.
console-incidents-dismiss = Bỏ qua

console-incidents-keys = Phím tắt
console-incidents-keys-on = Dùng phím tắt
console-incidents-keys-on-hint = Hãy tắt nếu chúng cản trở nhập bằng giọng nói hoặc trình đọc màn hình.

## Bảng sự cố.

console-incidents-map = Sự cố trên bản đồ
console-incidents-order = Thứ tự
console-incidents-order-urgency = Khẩn nhất
console-incidents-order-newest = Mới nhất
console-incidents-mine = Của tôi
console-incidents-drills = Chỉ diễn tập
console-incidents-snoozed = Tạm ẩn
console-incidents-overdue = Quá hạn xử lý
console-incidents-clocks = Thời hạn sắp hết
console-incidents-due = còn { $left }
console-incidents-due-past = hết hạn { $ago }
console-incidents-due-why = { $state ->
    [suspected] Cần xác nhận trước { $time }; nếu không ai xác nhận, người có trách nhiệm được báo lại.
   *[other] Cần bắt đầu xử lý trước { $time }; nếu không ai bắt đầu, người có trách nhiệm được báo lại.
}
console-incidents-escalated = { $count ->
    [1] Quá hạn xử lý
   *[other] Quá hạn xử lý ({ $count } lần)
}
console-incidents-lately = Diễn biến gần đây
console-incidents-lately-none = Không có gì trong { $hours } giờ qua.
console-incidents-opened-most = nhiều nhất { $count } trong 10 phút
console-incidents-now = bây giờ
console-incidents-open-case = Mở vụ việc
console-incidents-unchoose = Đóng xem nhanh

## Vụ việc.

console-incidents-done = { $done }: { $incident }
console-incidents-again = Vẫn làm: { $act }
console-incidents-life = Vụ việc đang ở bước nào
console-incidents-step-done = (đã qua)
console-incidents-urgency = Độ khẩn { $urgency } trên 100
console-incidents-urgency-word = Độ khẩn
console-incidents-urgency-why = Độ khẩn gồm những gì
console-incidents-owner = Người xử lý
console-incidents-agency = Cơ quan
console-incidents-nobody = chưa có ai
console-incidents-drill = Diễn tập
console-incidents-drill-note = Đây là diễn tập: không có gì là thật.
console-incidents-snooze-for = Trong bao lâu
console-incidents-snooze-until = Sẽ hiện lại lúc { $time }, hoặc sớm hơn nếu nặng thêm.
console-incidents-snoozed-until = Tạm ẩn đến { $time }
console-incidents-how = Kết thúc thế nào
console-incidents-ended = Kết thúc
console-incidents-resolution-over = Tự hết
console-incidents-resolution-fixed = Đã khắc phục
console-incidents-resolution-false_alarm = Báo động giả
console-incidents-resolution-merged = Gộp vào vụ việc khác
console-incidents-merged-into = Đến vụ việc đã nhận gộp
console-incidents-learned = Bài học rút ra
console-incidents-learned-hint = Có thể để trống. Lần sau nên làm khác đi điều gì?
console-incidents-notes = Ghi chú
console-incidents-notes-none = Chưa ai viết gì.
console-incidents-export-pdf = PDF
console-incidents-export-csv = CSV
console-incidents-happened = Sự kiện: { $kind }
console-incidents-milder = Giảm mức độ: { $severity }
console-incidents-and-more = và { $count } nữa
console-incidents-more-lines = Hiện thêm { $count }
console-incidents-more-findings = Hiện thêm { $count } phát hiện
console-incidents-fold = Thu gọn
console-incidents-of-rule = { $rule }: { $all }, trong đó { $lasting } còn tiếp diễn
console-incidents-split-hint = Những gì được chọn sẽ thành vụ việc riêng. Phải để lại ít nhất một phát hiện còn tiếp diễn.

console-incidents-key-j = Sự cố tiếp theo
console-incidents-key-k = Sự cố trước
console-incidents-key-o = Mở vụ việc
console-incidents-key-b = Về bảng sự cố
console-incidents-key-a = Xác nhận
console-incidents-key-t = Nhận xử lý
console-incidents-key-g = Giao
console-incidents-key-s = Bắt đầu xử lý
console-incidents-key-x = Giải quyết
console-incidents-key-v = Rà soát
console-incidents-key-z = Tạm ẩn, hoặc đưa lại vào hàng đợi
console-incidents-key-u = Rút lại bước vừa rồi
console-incidents-key-c = Viết ghi chú
console-incidents-key-n = Thêm công việc
console-incidents-key-help = Trợ giúp này
