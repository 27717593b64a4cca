## Vụ việc: thao tác, bảng sự cố, nguyên nhân, hậu quả, phương án, công việc, vụ việc liên quan.

console-act-confirm = Xác nhận
console-act-unconfirm = Rút lại xác nhận
console-act-take = Nhận xử lý
console-act-assign = Giao cho
console-act-release = Trả lại
console-act-start = Bắt đầu xử lý
console-act-stop = Rút lại việc bắt đầu xử lý
console-act-snooze = Tạm ẩn
console-act-wake = Đưa lại vào hàng đợi
console-act-resolve = Giải quyết xong
console-act-reopen = Mở lại
console-act-review = Rà soát
console-act-unreview = Rút lại rà soát
console-act-merge = Gộp vào vụ việc khác
console-act-unmerge = Rút lại việc gộp
console-act-split = Tách phát hiện
console-act-link = Liên kết với vụ việc khác
console-act-unlink = Bỏ liên kết
console-act-comment = Gửi ghi chú

console-cause = Nguyên nhân
console-cause-kind-power = Lưới điện
console-cause-kind-network = Mạng truyền thông
console-cause-said-open = Chính thiết bị đóng cắt báo là đang mở.
console-cause-since = Từ { $time }.
console-cause-updated = Cập nhật lúc { $time }.
console-cause-devices = { $devices } thiết bị phụ thuộc vào đó: { $silent } mất tín hiệu, { $reporting } đang gửi tin, { $unheard } từ trước đã không gửi tin.
console-cause-chance = xác suất { $percent } %
console-cause-assumed = Các xác suất dựa trên tần suất hỏng hóc giả định.
console-cause-short = { $customers ->
    [0] Có thể là { $name } ({ $percent } %)
   *[other] Có thể là { $name } ({ $percent } %), { $customers } khách hàng bị ảnh hưởng
}
console-cause-for = Bằng chứng ủng hộ
console-cause-against = Bằng chứng trái ngược
console-cause-nothing = Không có
console-cause-else = Cũng có thể là
console-cause-ask = Nên hỏi thiết bị nào tiếp theo
console-cause-what-line = Đường dây
console-cause-what-switch = Thiết bị đóng cắt
console-cause-what-transformer = Máy biến áp
console-cause-what-source = Nguồn
console-cause-what-site = Thiết bị
console-cause-what-carrier = Đường truyền

incident-happened-revised = Đánh giá lại nguyên nhân

console-hit = Hậu quả
console-hit-network = Mạng hỏng chứ không phải mất điện: những gì mất liên lạc có thể vẫn hoạt động.
console-hit-customers = Khách hàng mất điện
console-hit-load = Phụ tải mất điện
console-hit-mw = { $load } MW
console-hit-places = Đơn vị hành chính
console-hit-critical = Điểm trọng yếu
console-hit-sites = Điểm trọng yếu bị ảnh hưởng
console-hit-next = Nơi sắp mất tiếp theo
console-hit-battery-holds = ắc quy còn { $left }
console-hit-battery-spent = ắc quy cạn { $ago }
console-hit-battery-none = không có ắc quy
console-hit-kinds = Những gì bị ảnh hưởng, theo loại
console-hit-kind = Loại
console-hit-dark = Mất điện
console-hit-cut = Mất kết nối

console-plan = Phương án
console-plan-on-grid = Thử trên lưới điện

console-tasks = Công việc
console-tasks-open = Công việc (còn { $open } trên { $all })
console-tasks-none = Chưa giao việc nào.
console-tasks-add = Thêm công việc
console-tasks-title = Việc cần làm
console-tasks-due = Thời hạn
console-tasks-due-none = Không thời hạn
console-tasks-done = Đã xong
console-tasks-again = Mở lại
console-tasks-note = Viết ghi chú
console-tasks-note-send = Gửi
console-tasks-more = Thao tác khác với "{ $task }"
console-tasks-not-done = Không làm được
console-tasks-cancel = Không cần nữa
console-tasks-of-playbook = Từ kịch bản ứng phó
console-tasks-added = Đã thêm công việc: { $task }
console-tasks-changed = { $task }: { $state }
console-tasks-state-open = Cần làm
console-tasks-state-done = Đã xong
console-tasks-state-not_done = Không làm được
console-tasks-state-cancelled = Đã hủy

console-case-related = Vụ việc liên quan
console-case-related-none = Chưa có.
console-case-related-related = Liên quan đến
console-case-related-caused_by = Do vụ việc kia gây ra
console-case-related-causes = Gây ra
console-case-related-kind = Hai vụ việc liên quan thế nào
console-case-related-which = Vụ việc nào
console-case-related-which-any = Gõ từ trong tên vụ việc hoặc tên đối tượng để tìm cả vụ đang tạm ẩn và vụ đã kết thúc.
console-case-related-which-open = Gõ từ trong tên vụ việc hoặc tên đối tượng; không chọn được vụ đã kết thúc.
console-case-related-merged = Vụ việc thứ { $number } đã gộp vào đây
console-case-related-merge-hint = Các phát hiện, công việc và liên kết chuyển sang vụ việc kia. Có thể rút lại.
console-case-related-unlink = Bỏ liên kết với { $incident }
