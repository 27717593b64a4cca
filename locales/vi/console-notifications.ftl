## Thông báo: báo đến đâu, báo việc gì, khi nào không báo, kết quả ra sao.

console-notifications = Thông báo
console-notifications-hint = Cách báo cho bạn về sự cố khi bạn không nhìn màn hình này.
console-notifications-addresses = Báo đến đâu
console-notifications-no-address = Bạn chưa có địa chỉ nhận nào.
console-notifications-no-address-hint = Hãy thêm trình duyệt này, một hộp thư hoặc một cuộc trò chuyện.
console-notifications-add = Thêm địa chỉ nhận
console-notifications-add-this = Thêm: { $channel }
console-notifications-not-ready = Hệ thống chưa cài đặt cách này
console-notifications-browser = Trình duyệt (Web Push)
console-notifications-push-denied = Trình duyệt không cho trang này gửi thông báo. Hãy cho phép thông báo trong cài đặt của trình duyệt rồi thử lại.
console-notifications-push-insecure = Trình duyệt chỉ nhận thông báo qua HTTPS. Hãy mở bảng điều khiển bằng địa chỉ https.
console-notifications-push-missing = Trình duyệt này không nhận được thông báo. Trên iPhone hoặc iPad, trước hết hãy thêm trang này vào màn hình chính.
console-notifications-push-failed = Dịch vụ đẩy tin của trình duyệt không trả lời. Hãy kiểm tra mạng rồi thử lại.
console-notifications-push-lost = Trình duyệt này không còn nhận thông báo. Hãy thêm lại.
console-notifications-last = Tin gần nhất { $time }
console-notifications-never = Chưa có tin nào
console-notifications-on = Bật
console-notifications-off = Tắt
console-notifications-use = Dùng { $name }
console-notifications-test = Gửi thử
console-notifications-test-of = Gửi tin thử đến { $name }
console-notifications-rename = Đổi tên
console-notifications-rename-of = Đổi tên { $name }
console-notifications-renamed = Đã đổi tên: { $name }
console-notifications-switched-on = Đã bật: { $name }
console-notifications-switched-off = Đã tắt: { $name }
console-notifications-delete = Xóa
console-notifications-delete-of = Xóa { $name }
console-notifications-delete-sure = Không thể hoàn tác. Nếu chỉ muốn tạm dừng, hãy tắt địa chỉ này.
console-notifications-name = Tên
console-notifications-name-hint = Tên bạn gọi ở đây
console-notifications-field-email = Địa chỉ e-mail
console-notifications-field-email-hint = Tin được gửi bằng ngôn ngữ của bạn.
console-notifications-field-chat = Mã cuộc trò chuyện
console-notifications-field-chat-hint = Hãy nhắn cho bot của thành phố trước; bot sẽ trả lời mã này.
console-notifications-field-webhook = URL
console-notifications-field-webhook-hint = Máy chủ phải có trong cài đặt của hệ thống. Mỗi tin đều được ký.
console-notifications-secret = Khóa của { $name }
console-notifications-secret-hint = Bên nhận dùng khóa này để kiểm tra chữ ký của từng tin.
console-notifications-secret-key = Khóa

console-notifications-what = Báo những việc gì
console-notifications-what-hint = Sự cố khớp quy tắc nào thì bạn được báo theo quy tắc đó, mỗi địa chỉ một lần.
console-notifications-no-rule = Chưa có quy tắc nào nên bạn không được báo việc gì.
console-notifications-rule = Quy tắc { $number }
console-notifications-rule-add = Thêm quy tắc
console-notifications-rule-remove = Bỏ quy tắc { $number }
console-notifications-remove = Bỏ
console-notifications-occasions = Khi nào báo
console-notifications-severity = Từ mức độ này trở lên
console-notifications-places = Địa bàn
console-notifications-places-hint = Không chọn: mọi nơi
console-notifications-agencies = Cơ quan
console-notifications-agencies-hint = Không chọn: tất cả
console-notifications-urgency = Từ độ khẩn này trở lên
console-notifications-urgency-hint = 0 đến 100; 0 là báo tất cả
console-notifications-digest = Báo dồn
console-notifications-digest-hint = Các tin được gom gửi thành một
console-notifications-every = { $minutes ->
    [0] Báo ngay
    [60] Gom lại, mỗi giờ một lần
    [240] Gom lại, 4 giờ một lần
    [1440] Gom lại, mỗi ngày một lần
   *[other] Gom lại, { $minutes } phút một lần
}
console-notifications-mine-only = Chỉ việc của tôi
console-notifications-drills = Cả diễn tập
console-notifications-to = Gửi đến
console-notifications-to-all = Gửi đến (không chọn: tất cả)
console-notifications-nowhere = Tin không đi đâu cả: hãy chọn một địa chỉ đang bật.
console-notifications-quiet = Giờ yên tĩnh
console-notifications-quiet-on = Có giờ yên tĩnh
console-notifications-quiet-from = Từ
console-notifications-quiet-to = Đến
console-notifications-quiet-critical = Sự cố nghiêm trọng vẫn báo
console-notifications-quiet-hint = Theo giờ của thành phố ({ $zone }). Tin đến trong lúc đó được gửi chung khi hết giờ yên tĩnh.
console-notifications-no-occasion = Có quy tắc chưa chọn khi nào báo. Hãy chọn, hoặc bỏ quy tắc đó.
console-notifications-no-time = Giờ yên tĩnh cần có lúc bắt đầu và lúc kết thúc.
console-notifications-same-time = Giờ yên tĩnh bắt đầu và kết thúc cùng một lúc.
console-notifications-save = Lưu
console-notifications-saved = Đã lưu cài đặt thông báo.
console-notifications-discard = Bỏ thay đổi

console-notifications-deliveries = Tin đã gửi
console-notifications-whose = Tin của ai
console-notifications-own = Của tôi
console-notifications-all = Của mọi người
console-notifications-no-delivery = Chưa có tin nào.
console-notifications-more = Xem các tin cũ hơn
console-notifications-address-gone = địa chỉ đã xóa
console-notifications-created = lập lúc { $time }
console-notifications-sent = gửi lúc { $time }
console-notifications-due = hẹn lúc { $time }
console-notifications-attempts = đã thử { $count } lần
console-notifications-items = gom { $count } tin
