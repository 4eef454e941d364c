"""Abbreviations of Vietnamese administrative usage, as data."""

from collections.abc import Mapping

# Administrative usage; keys without "&", "-" and ".". Two readings: both are tried.
ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    key: tuple(value.split("|"))
    for key, value in (
        entry.split(" = ")
        for entry in """
        ANTT = an ninh trật tự
        ATTP = an toàn thực phẩm
        ATVSTP = an toàn vệ sinh thực phẩm
        BCH = ban chấp hành|ban chỉ huy
        BCĐ = ban chỉ đạo
        BHXH = bảo hiểm xã hội
        BQL = ban quản lý
        BTC = ban tổ chức
        BVMT = bảo vệ môi trường
        CA = công an
        CCB = cựu chiến binh
        CN = công nghệ
        CNTT = công nghệ thông tin
        CQ = cơ quan
        CS = cơ sở
        CT = công thương
        CĐ = cao đẳng|công đoàn
        CĐS = chuyển đổi số
        DL = du lịch
        DN = doanh nghiệp
        GD = giáo dục
        GDCN = giáo dục chuyên nghiệp
        GDNN = giáo dục nghề nghiệp
        GDTX = giáo dục thường xuyên
        GDĐT = giáo dục đào tạo
        GTVT = giao thông vận tải
        HCQT = hành chính quản trị
        HCTH = hành chính tổng hợp
        HT = hạ tầng
        HTX = hợp tác xã
        HĐND = hội đồng nhân dân
        KCN = khu công nghiệp
        KH = kế hoạch|khoa học
        KHCN = khoa học công nghệ
        KHKT = khoa học kỹ thuật
        KHTC = kế hoạch tài chính
        KHĐT = kế hoạch đầu tư
        KKT = khu kinh tế
        KT = kinh tế
        KTHT = kinh tế hạ tầng
        LHH = liên hiệp hội
        LHPN = liên hiệp phụ nữ
        LĐ = lao động
        LĐLĐ = liên đoàn lao động
        LĐTBXH = lao động thương binh xã hội
        MT = môi trường
        MTTQ = mặt trận tổ quốc
        MTTQVN = mặt trận tổ quốc việt nam
        NHCSXH = ngân hàng chính sách xã hội
        NHNN = ngân hàng nhà nước
        NN = nông nghiệp
        NNMT = nông nghiệp môi trường
        NNPTNT = nông nghiệp phát triển nông thôn
        NTM = nông thôn mới
        NV = nội vụ
        PCTT = phòng chống thiên tai
        PTNT = phát triển nông thôn
        PTTH = phát thanh truyền hình
        QL = quản lý
        QLCL = quản lý chất lượng
        QLKH = quản lý khoa học
        QLNN = quản lý nhà nước
        QLTT = quản lý thị trường
        SHTT = sở hữu trí tuệ
        SP = sư phạm
        TAND = tòa án nhân dân
        TBT = hàng rào kỹ thuật thương mại
        TC = tài chính
        TCCB = tổ chức cán bộ
        TCHC = tổ chức hành chính
        TCKH = tài chính kế hoạch
        TCĐLCL = tiêu chuẩn đo lường chất lượng
        TDTT = thể dục thể thao
        THCS = trung học cơ sở
        THPT = trung học phổ thông
        THTG = tổng hợp thống kê
        TN = tài nguyên
        TNCS = thanh niên cộng sản
        TNMT = tài nguyên môi trường
        TP = thành phố
        TT = thông tin|trung tâm|thị trấn
        TTHC = trung tâm hành chính
        TTTT = thông tin truyền thông
        TTYT = trung tâm y tế
        TW = trung ương
        TX = thị xã
        TĐC = tiêu chuẩn đo lường chất lượng
        UBKT = ủy ban kiểm tra
        UBMTTQ = ủy ban mặt trận tổ quốc
        UBND = ủy ban nhân dân
        VH = văn hóa
        VHTT = văn hóa thông tin|văn hóa thể thao
        VHTTDL = văn hóa thể thao du lịch
        VHXH = văn hóa xã hội
        VKSND = viện kiểm sát nhân dân
        VN = việt nam
        VP = văn phòng
        VSATTP = vệ sinh an toàn thực phẩm
        XD = xây dựng
        XTTM = xúc tiến thương mại
        YT = y tế
        ĐH = đại học
        ĐMST = đổi mới sáng tạo
        ĐT = đào tạo
        ĐTN = đoàn thanh niên
        """.strip().splitlines()
        for entry in [entry.strip()]
    )
}
