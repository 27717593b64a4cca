# Nghiên cứu bố trí trên nền tảng: nghiên cứu của gói, lần chạy và kết quả.

study-unknown = Trong gói không có nghiên cứu “{ $study }”.
    .remedy = Xem lại danh sách nghiên cứu; có thể ai đó đã xóa.
study-exists = Gói đã có nghiên cứu “{ $study }”.
    .remedy = Đặt mã khác cho nghiên cứu mới, hoặc sửa nghiên cứu đang có.
study-id-differs = Nghiên cứu cần sửa là “{ $path }” nhưng dữ liệu lại là của “{ $study }”.
    .remedy = Gửi dữ liệu của đúng nghiên cứu đó; muốn đổi tên thì tạo mới với mã mới.
study-id-not-file = Nghiên cứu có mã “{ $id }” nhưng tệp lại tên { $file }.
    .remedy = Đặt tên tệp theo mã nghiên cứu, hoặc sửa mã.
studies-many = Gói đã có { $limit } nghiên cứu, không giữ thêm được.
    .remedy = Xóa bớt những nghiên cứu không ai cần.
study-data-unkeepable = Nghiên cứu chứa thứ không lưu được: giá trị rỗng (null), số vượt 64 bit, văn bản không phải Unicode, hoặc bảng lồng nhau không dứt.
    .remedy = Bỏ những trường không có giá trị và sửa các trường còn lại.
study-change-unknown = Nghiên cứu “{ $study }” không còn thay đổi { $change } trong danh sách.
    .remedy = Xem lại danh sách thay đổi của nghiên cứu.

study-runs-many = Đã có { $limit } lần chạy đang chờ hoặc đang chạy.
    .remedy = Chờ một số lần chạy kết thúc, hoặc hủy những lần không ai cần.
study-run-unknown = Không có lần chạy “{ $run }”.
    .remedy = Có thể nó đã bị xóa, hoặc đã nhường chỗ cho những lần chạy mới hơn.
study-run-over = Lần chạy này đã kết thúc.
    .remedy = Tải lại để xem kết quả.
study-run-active = Lần chạy này chưa kết thúc.
    .remedy = Hủy trước rồi mới xóa.
study-run-died = Tiến trình thực hiện đã { $tries } lần dừng mà không báo gì; nền tảng không chạy lại nữa.
    .remedy = Khả năng lớn nhất là thiếu bộ nhớ: hãy dùng ít điểm hoặc ít vị trí hơn. Xem thêm “study-worker.log” trong thư mục nhật ký.
study-run-memory = Không đủ bộ nhớ cho nghiên cứu này.
    .remedy = Dùng ít điểm hoặc ít vị trí hơn, dùng bước lưới lớn hơn, hoặc thêm bộ nhớ cho máy.
study-run-broke = Lần chạy bị gián đoạn do lỗi chương trình: { $said }.
    .remedy = Hãy chạy lại. Nếu vẫn lỗi, báo cho người quản trị nền tảng; xem thêm “study-worker.log” trong thư mục nhật ký.

study-answer-none = Lần chạy { $run } chưa có kết quả.
    .remedy = Chờ đến khi xong, hoặc chạy lại nghiên cứu.
study-answer-lost = Tệp kết quả của { $run } không còn.
    .remedy = Khôi phục thư mục “answers” từ bản sao lưu, hoặc chạy lại nghiên cứu.
study-answer-damaged = Tệp kết quả của { $run } không còn như lúc ghi.
    .remedy = Khôi phục tệp từ bản sao lưu, hoặc chạy lại nghiên cứu.
study-answer-unreadable = Không đọc được tệp kết quả: { $reason }.
    .remedy = Kiểm tra ổ đĩa và quyền đọc thư mục “answers”.
study-answer-not-written = Không ghi được kết quả: { $reason }.
    .remedy = Giải phóng chỗ trống hoặc mở quyền ghi cho ổ đĩa rồi chạy lại nghiên cứu.
study-answer-old = Kết quả của { $run } do một phiên bản khác của nền tảng ghi.
    .remedy = Hãy chạy lại nghiên cứu.

study-kind-unknown = Gói không có loại tài sản “{ $kind }”.
    .remedy = Dùng một loại mà thành phố có; GET /city liệt kê các loại.
study-site-not-chosen = Lần chạy { $run } không chọn điểm “{ $site }”.
    .remedy = Chỉ nêu những điểm có trong phương án.
study-sites-none = Lần chạy { $run } không chọn điểm nào.
    .remedy = Sửa giới hạn của nghiên cứu rồi chạy lại.
study-site-planned = Điểm “{ $site }” đã được đưa vào gói trước đó, là { $asset }.
    .remedy = Bỏ điểm này ra, hoặc hoàn tác thay đổi đó của gói trước.
city-change-planned = Đưa { $count } điểm của nghiên cứu { $study } vào gói làm tài sản dự kiến

study-file-name = Không thể đặt tên tệp là “{ $name }”.
    .remedy = Dùng 1 đến 64 chữ thường không dấu, chữ số và dấu gạch nối, bắt đầu bằng chữ hoặc số, rồi đến .csv, .geojson hoặc .json, ví dụ foreign-residents.csv.
study-file-unknown = Bên cạnh các nghiên cứu không có tệp “{ $file }”.
    .remedy = Xem lại danh sách tệp; có thể ai đó đã xóa.
study-file-exists = Đã có tệp “{ $file }”. Tệp vẫn như trước.
    .remedy = Xem tệp đó rồi chủ động thay thế, hoặc dùng tên khác.
study-file-changed = Tệp “{ $file }” đã bị sửa hoặc xóa trong lúc đó. Chưa có gì được thực hiện.
    .remedy = Tải lại danh sách tệp rồi thực hiện lại thay đổi.
study-file-named = Tệp “{ $file }” đang được các nghiên cứu sử dụng: { $studies }.
    .remedy = Cho các nghiên cứu này dùng tệp khác, hoặc xóa chúng trước.
study-files-many = Bên cạnh các nghiên cứu đã có { $limit } tệp, không giữ thêm được.
    .remedy = Xóa bớt những tệp không nghiên cứu nào sử dụng.

console-health-part-studies = Nghiên cứu bố trí
console-health-of-studies = Nghiên cứu
console-health-figure-studies = Các lần chạy nghiên cứu
console-health-of-queued = Đang chờ trong hàng
console-health-of-running = Đang chạy
console-health-of-done = Đã xong
console-health-of-cancelled = Đã hủy
console-action-study-read = Xem nghiên cứu bố trí và kết quả
console-action-study-run = Chạy nghiên cứu bố trí, hủy lần chạy
console-action-study-edit = Sửa nghiên cứu bố trí, xóa lần chạy
