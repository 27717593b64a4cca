## Phản ánh của người dân: danh sách, một phản ánh, trả lời.

console-reports = Phản ánh
console-reports-public = Trang công khai
console-reports-back = Tất cả phản ánh
console-reports-choose = Chọn một phản ánh để đọc.
console-reports-waiting = Phản ánh của người dân: { $open } đang mở, { $held } bị giữ lại
console-reports-new-one = Có phản ánh mới của người dân
console-reports-new = { $count } phản ánh mới của người dân
console-reports-none = Không có phản ánh nào khớp bộ lọc.
console-reports-none-hint = Phản ánh mới sẽ tự hiện ở đây.
console-reports-more = Xem các phản ánh cũ hơn
console-reports-only-look = Vai trò của bạn chỉ được đọc phản ánh, không được xử lý.

console-reports-show = Hiện những phản ánh nào
console-reports-show-open = Đang mở ({ $count })
console-reports-show-held = Giữ lại ({ $count })
console-reports-show-closed = Đã đóng
console-reports-show-all = Tất cả
console-reports-search = Tìm theo nội dung, địa chỉ, mã
console-reports-status = Trạng thái người dân thấy
console-reports-attached = Thuộc một sự cố
console-reports-attached-all = Tất cả
console-reports-attached-no = Chưa thuộc sự cố nào
console-reports-attached-yes = Thuộc một sự cố
console-reports-services = Loại phản ánh

console-reports-held = Giữ lại
console-reports-held-hint = Có quá nhiều phản ánh từ một địa chỉ mạng cùng lúc nên phản ánh này chờ ở đây và chưa được coi là bằng chứng. Nếu là thật, hãy cho qua.
console-reports-code = Mã { $code }
console-reports-received = nhận lúc { $time } ({ $ago })
console-reports-origin-page = từ trang công khai
console-reports-origin-kiosk = từ ki-ốt
console-reports-origin-open311 = qua Open311 từ { $system }
console-reports-no-words = Không có nội dung chữ.
console-reports-nowhere = Không rõ địa điểm.
console-reports-accuracy = sai số { $metres } m
console-reports-map = Nơi gửi phản ánh
console-reports-photo = Ảnh
console-reports-photo-of = Ảnh của phản ánh: { $service }
console-reports-photo-large = Xem ảnh lớn
console-reports-photo-close = Đóng
console-reports-photo-refused = Ảnh không được lưu
console-reports-faces = { $count ->
    [0] Không tìm thấy khuôn mặt nào trong ảnh. Có thể còn sót: hãy cẩn trọng.
   *[other] Đã che { $count } khuôn mặt. Có thể còn sót: hãy cẩn trọng.
}
console-reports-contact = Cách liên hệ người phản ánh
console-reports-contact-show = Xem cách liên hệ
console-reports-contact-logged = Mỗi lần xem đều được ghi nhật ký.
console-reports-contact-none = Người phản ánh không để lại điện thoại hay e-mail.
console-reports-contact-deleted = Điện thoại, e-mail và ảnh đã bị xóa lúc { $time }.

console-reports-of-incident = { $count } phản ánh của người dân
console-reports-incident = Sự cố
console-reports-incident-none = Chưa thuộc sự cố nào.
console-reports-attach = Gắn vào một sự cố
console-reports-move = Chuyển sang sự cố khác
console-reports-detach = Gỡ ra
console-reports-answer = Trả lời công khai
console-reports-answer-none = Chưa trả lời.
console-reports-answer-write = Viết trả lời
console-reports-answer-change = Sửa trả lời
console-reports-answer-back = Rút lại trả lời
console-reports-answer-words = Trả lời
console-reports-answer-hint = Hãy viết bằng { $language }. Ai biết mã đều đọc được: không nêu tên ai.
console-reports-answer-send = Đăng trả lời
console-reports-answer-newer = { $name } vừa trả lời. Câu trả lời hiện nay:
console-reports-answer-gone = Câu trả lời vừa được rút lại.
console-reports-attach-newer = Phản ánh vừa được gắn vào: { $incident }
console-reports-attach-gone = Phản ánh vừa được gỡ khỏi sự cố.
console-reports-closed-by = { $name } đóng lúc { $time }
console-reports-closed-itself = Tự đóng cùng với sự cố lúc { $time }
console-reports-do-close = Đóng
console-reports-do-reopen = Mở lại
console-reports-do-hold = Giữ lại
console-reports-do-release = Cho qua
console-reports-did-attach = Đã gắn phản ánh { $code } vào sự cố.
console-reports-did-detach = Đã gỡ phản ánh { $code } khỏi sự cố.
console-reports-did-answer = Đã thay đổi trả lời cho phản ánh { $code }.
console-reports-did-close = Đã đóng phản ánh { $code }.
console-reports-did-reopen = Đã mở lại phản ánh { $code }.
console-reports-did-hold = Đã giữ lại phản ánh { $code }.
console-reports-did-release = Đã cho qua phản ánh { $code }.
