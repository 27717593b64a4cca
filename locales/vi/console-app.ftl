## Khung của bảng điều khiển: đầu trang, điều hướng, đăng nhập, trạng thái trang.

console-navigation = Các trang
console-loading = Đang tải
console-try-again = Thử lại
console-no-such-page = Không có trang này, hoặc vai trò của bạn không được mở.
console-undo = Hoàn tác
console-dismiss = Bỏ qua
console-nothing-found = Không tìm thấy
console-newer-go-on = Tôi đã xem: tiếp tục với bản của tôi
console-draft-forget = Bỏ nội dung tôi đã viết

console-no-answer = Hệ thống không trả lời.
    .remedy = Kiểm tra mạng và xem hệ thống có đang chạy không, rồi thử lại.
console-unexpected-answer = Hệ thống trả lời không như mong đợi (mã { $status }).
    .remedy = Hãy thử lại; nếu vẫn vậy, báo cho người vận hành hệ thống.
console-unexpected-error = Trang này gặp lỗi.
    .remedy = Hãy thử lại hoặc mở lại trang; nếu vẫn vậy, báo cho người vận hành hệ thống.

console-connection-connecting = Đang kết nối
console-connection-live = Trực tiếp
console-connection-lost = Mất kết nối
console-connection-silent = Không có số liệu mới

console-simulation = Mô phỏng: { NUMBER($simulated) } trên { NUMBER($assets) } đối tượng là mô phỏng. Số liệu của chúng không có thật.

console-language = Ngôn ngữ
console-scheme = Sáng hoặc tối
console-scheme-light = Sáng
console-scheme-dark = Tối
console-scheme-auto = Theo thiết bị
console-user-menu = { $name }: tài khoản
console-role-viewer = Người xem
console-role-operator = Người vận hành
console-role-admin = Quản trị viên
console-sign-out = Đăng xuất

console-sign-in = Đăng nhập
console-sign-in-how = Đăng nhập bằng khóa truy cập của thiết bị này, hoặc bằng liên kết dùng một lần.
console-sign-in-passkey = Đăng nhập bằng khóa truy cập
console-sign-in-link = Liên kết dùng một lần
console-sign-in-link-hint = Dán liên kết mà hệ thống đã in ra hoặc quản trị viên đã đưa cho bạn.
console-welcome = Chào { $name }.
console-passkey-why = Liên kết chỉ dùng được một lần này. Với khóa truy cập, từ nay bạn đăng nhập trên thiết bị này bằng vân tay, khuôn mặt hoặc mã PIN.
console-passkey-add = Thêm khóa truy cập trên thiết bị này
console-passkey-later = Để sau
console-passkey-label = Thiết bị này
console-passkey-added = Đã thêm khóa truy cập. Hãy dùng nó khi đăng nhập lần sau.
console-passkey-refused = Trình duyệt không dùng được khóa truy cập.
    .remedy = Hãy thử lại và xác nhận trong cửa sổ của trình duyệt. Khóa truy cập cần địa chỉ bắt đầu bằng https, hoặc localhost.
