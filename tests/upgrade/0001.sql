BEGIN TRANSACTION;
CREATE TABLE account (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	name VARCHAR(80) DEFAULT '' NOT NULL, 
	title VARCHAR(80) DEFAULT '' NOT NULL, 
	lang VARCHAR(2) DEFAULT 'zh' NOT NULL, 
	login VARCHAR(80), 
	password VARCHAR(200), 
	phone VARCHAR(20), 
	phone_verified_ms BIGINT, 
	is_active BOOLEAN DEFAULT 1 NOT NULL, 
	is_loadtest BOOLEAN DEFAULT 0 NOT NULL, 
	origin VARCHAR(64), 
	created_ms BIGINT NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_shop_id_login UNIQUE (shop_id, login), 
	CONSTRAINT uq_account_shop_id_phone UNIQUE (shop_id, phone)
);
INSERT INTO "account" VALUES('7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e','bot','bot','小助手','','zh',NULL,NULL,NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('1bcccea696762e6116c6e9c92d99bf35','c4bb86c3d1c427103c344c4189eb2f1e','staff','manager','店长','店长','zh','manager','$argon2id$v=19$m=8,t=1,p=1$ATkfb0/vgGeZFZBBIopBoQ$vPGL8ZDL0/Kmw/c1iPqr/jGYmHzdlhjdDpZC1Gse8LI',NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('8c2e0718822ce47ca8c74107e66cb0e4','c4bb86c3d1c427103c344c4189eb2f1e','staff','groomer','小林','造型师','zh','lin','$argon2id$v=19$m=8,t=1,p=1$hFacAEspaTC6oYxkPtqvjA$eO2VATVPc3aDYGvYCXdj4yNjj/wxVyBN2V7XHzUSYDE',NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('b2b3f4d58d82ca6386d2c96e760e819b','c4bb86c3d1c427103c344c4189eb2f1e','staff','groomer','阿May','洗护师','zh','may','$argon2id$v=19$m=8,t=1,p=1$7GM751ObloLINPsDJqWxNQ$1EzFu+KFPfkHXkcSy7+8pXGaw99tIRLqwcd+MdjBvZ0',NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('85c924c3597164c4a6058a00581a22b2','c4bb86c3d1c427103c344c4189eb2f1e','staff','groomer','老周','洗护师','zh','zhou','$argon2id$v=19$m=8,t=1,p=1$sXEai0BrvS0xhG3W+m7hWw$DqfTvNRLesYcmFRQZ92UuX38R4gYy1QVsalpd4cAjss',NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('2de50472433d2e44fed8b6b8357e44cd','c4bb86c3d1c427103c344c4189eb2f1e','staff','vet','周医生','兽医（周二、周六）','zh','vet','$argon2id$v=19$m=8,t=1,p=1$+YenuBM2Ydv98zqsvkzUuw$IZF298e/AYAcIFBqudBOI2vAJ0PX3IWAlVm+HJI38DA',NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('f0a4f21e0adc3ebef6822b55d46d44e5','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','林女士','','zh',NULL,NULL,'13900000001',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('57afd608bc27f07ae334243ecc2165be','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','周小姐','','zh',NULL,NULL,'13900000002',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('fc8d5c7d438a96bb86399207685d2578','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','陈先生','','zh',NULL,NULL,'13900000003',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('3d0141c5318113336b5e248acec88aeb','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','阿杰','','zh',NULL,NULL,'13900000004',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('1ba19dc8870461db595d0bd237b363f4','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','吴叔','','zh',NULL,NULL,'13900000005',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('fa79eb91963ced8d08ad2833f442e6f0','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','小满','','zh',NULL,NULL,'13900000006',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('ee950ecce317edd9150a02d1b6bd52ee','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','橘子妈','','zh',NULL,NULL,'13900000007',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('c9182c58dc12504a88c2cb119a55df2a','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','苏苏','','zh',NULL,NULL,'13900000008',1795312800000,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('4fdc3ab4af7d7a9fc88c45820e949409','55e626de66e0b0de685549f92636afc7','bot','bot','小助手','','zh',NULL,NULL,NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('d090c2603de74d337476d058efb95919','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','','','zh',NULL,NULL,NULL,NULL,1,0,NULL,1795312800000);
INSERT INTO "account" VALUES('ecf8ce563bb3e26deb1e8936c5aa3b44','c4bb86c3d1c427103c344c4189eb2f1e','owner','owner','','','zh',NULL,NULL,NULL,NULL,1,0,NULL,1795312802000);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attempt (
	id INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	what VARCHAR(16) NOT NULL, 
	about VARCHAR(80) NOT NULL, 
	at_ms BIGINT NOT NULL, 
	CONSTRAINT pk_attempt PRIMARY KEY (id)
);
CREATE TABLE booking (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	c VARCHAR(32), 
	owner_id VARCHAR(32) NOT NULL, 
	pet_id VARCHAR(32) NOT NULL, 
	status VARCHAR(12) NOT NULL, 
	version INTEGER NOT NULL, 
	terms_version INTEGER NOT NULL, 
	starts_ms BIGINT NOT NULL, 
	ends_ms BIGINT NOT NULL, 
	groomer_id VARCHAR(32) NOT NULL, 
	services JSON NOT NULL, 
	total_cents INTEGER NOT NULL, 
	hold_until_ms BIGINT, 
	is_extended BOOLEAN NOT NULL, 
	visit_stage VARCHAR(16), 
	fee_cents INTEGER NOT NULL, 
	source VARCHAR(8) NOT NULL, 
	origin VARCHAR(64), 
	made_ms BIGINT NOT NULL, 
	CONSTRAINT pk_booking PRIMARY KEY (id)
);
INSERT INTO "booking" VALUES('63ea0c061a8edf4f0c68f562cc4ae557','c4bb86c3d1c427103c344c4189eb2f1e',NULL,'f0a4f21e0adc3ebef6822b55d46d44e5','1d8fa94d13abbe48a1ae6b96681c34f9','done',1,1,1795138200000,1795147200000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "groom", "quantity": 1}]',29800,NULL,0,'gone',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('8553c16be0f5d3cb0c58233021de2742','c4bb86c3d1c427103c344c4189eb2f1e',NULL,'f0a4f21e0adc3ebef6822b55d46d44e5','c5475a81bcd2b26419dac896481471da','done',1,1,1795158000000,1795163400000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "cat_bath", "quantity": 1}]',11800,NULL,0,'gone',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('73ced71b0aa2e24049815ae6a541ebba','c4bb86c3d1c427103c344c4189eb2f1e',NULL,'57afd608bc27f07ae334243ecc2165be','8f89ec5f79bd221616ca5f700608eca9','done',1,1,1795224600000,1795229400000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "spa", "quantity": 1}]',13800,NULL,0,'gone',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('eaf5968218850bfaa7fc8635b82b2ff7','c4bb86c3d1c427103c344c4189eb2f1e',NULL,'fc8d5c7d438a96bb86399207685d2578','d4b49280c790183afb5f69fb4d322603','done',1,1,1795244400000,1795246200000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "tidy", "quantity": 1}]',5800,NULL,0,'gone',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('16ca0b9b48fa806ee48229d1a5debdf9','c4bb86c3d1c427103c344c4189eb2f1e','64f33bdcf8e85f8c07e56f3ba35a8a67','3d0141c5318113336b5e248acec88aeb','859205f57ff8b9ba41277601c77b3962','confirmed',1,1,1795326300000,1795337100000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "groom", "quantity": 1}]',42800,NULL,0,'confirmed',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('54847e25bb200b09e99905b88891bbf5','c4bb86c3d1c427103c344c4189eb2f1e','37aadce2a7dc3ef0b7a191bd18323383','1ba19dc8870461db595d0bd237b363f4','ba185e0e0b7d297b4cfcb8de6c575f5d','confirmed',1,1,1795334400000,1795338900000,'b2b3f4d58d82ca6386d2c96e760e819b','[{"code": "bath", "quantity": 1}, {"code": "teeth", "quantity": 1}]',10800,NULL,0,'confirmed',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('deed9cad43eb396dcd99718b97000ed5','c4bb86c3d1c427103c344c4189eb2f1e','535c3581dd95d469490d247cffcd37d0','fa79eb91963ced8d08ad2833f442e6f0','4eafc99c9a6cc554c31b4975041c9099','confirmed',1,1,1795397400000,1795408200000,'b2b3f4d58d82ca6386d2c96e760e819b','[{"code": "cat_bath", "quantity": 1}]',18800,NULL,0,'confirmed',0,'desk',NULL,1795312800000);
INSERT INTO "booking" VALUES('06553dccffdaeeb1a7dd3f847a946a73','c4bb86c3d1c427103c344c4189eb2f1e','535c3581dd95d469490d247cffcd37d0','fa79eb91963ced8d08ad2833f442e6f0','9bb75d2dd15cfe8c513a9f950edc472e','confirmed',1,1,1795417200000,1795419600000,'8c2e0718822ce47ca8c74107e66cb0e4','[{"code": "tidy", "quantity": 1}]',7800,NULL,0,'confirmed',0,'desk',NULL,1795312800000);
CREATE TABLE booking_line (
	booking_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	label_zh VARCHAR(40) NOT NULL, 
	label_en VARCHAR(40) NOT NULL, 
	minutes INTEGER NOT NULL, 
	price_cents INTEGER NOT NULL, 
	CONSTRAINT pk_booking_line PRIMARY KEY (booking_id, position)
);
INSERT INTO "booking_line" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',0,'c4bb86c3d1c427103c344c4189eb2f1e','groom','美容造型','Full groom',150,29800);
INSERT INTO "booking_line" VALUES('8553c16be0f5d3cb0c58233021de2742',0,'c4bb86c3d1c427103c344c4189eb2f1e','cat_bath','猫洗护','Cat bath',90,11800);
INSERT INTO "booking_line" VALUES('73ced71b0aa2e24049815ae6a541ebba',0,'c4bb86c3d1c427103c344c4189eb2f1e','spa','精洗 SPA','Spa bath',80,13800);
INSERT INTO "booking_line" VALUES('eaf5968218850bfaa7fc8635b82b2ff7',0,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','局修','Tidy',30,5800);
INSERT INTO "booking_line" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',0,'c4bb86c3d1c427103c344c4189eb2f1e','groom','美容造型','Full groom',180,42800);
INSERT INTO "booking_line" VALUES('54847e25bb200b09e99905b88891bbf5',0,'c4bb86c3d1c427103c344c4189eb2f1e','bath','基础洗护','Basic bath',60,8800);
INSERT INTO "booking_line" VALUES('54847e25bb200b09e99905b88891bbf5',1,'c4bb86c3d1c427103c344c4189eb2f1e','teeth','刷牙','Teeth brushing',15,2000);
INSERT INTO "booking_line" VALUES('deed9cad43eb396dcd99718b97000ed5',0,'c4bb86c3d1c427103c344c4189eb2f1e','cat_bath','猫洗护','Cat bath',180,18800);
INSERT INTO "booking_line" VALUES('06553dccffdaeeb1a7dd3f847a946a73',0,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','局修','Tidy',40,7800);
CREATE TABLE booking_step (
	booking_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	place_id VARCHAR(32), 
	start_ms BIGINT NOT NULL, 
	end_ms BIGINT NOT NULL, 
	CONSTRAINT pk_booking_step PRIMARY KEY (booking_id, position)
);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795138200000,1795138800000);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','87376f07bcb81287fdc8c0388fe881c3',1795138800000,1795139400000);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',2,'c4bb86c3d1c427103c344c4189eb2f1e','bath','39f3c3e693114351dcbed407e3e6b605',1795139400000,1795140300000);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',3,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795140300000,1795142100000);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',4,'c4bb86c3d1c427103c344c4189eb2f1e','style','87376f07bcb81287fdc8c0388fe881c3',1795142100000,1795145700000);
INSERT INTO "booking_step" VALUES('63ea0c061a8edf4f0c68f562cc4ae557',5,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795145700000,1795147200000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795158000000,1795158600000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','87376f07bcb81287fdc8c0388fe881c3',1795158600000,1795158900000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',2,'c4bb86c3d1c427103c344c4189eb2f1e','settle','53676da43f9e9919878d972f9a451da1',1795158900000,1795159200000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',3,'c4bb86c3d1c427103c344c4189eb2f1e','bath','3129903ac1d45597a242fdf11f8f2b1a',1795159200000,1795160100000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',4,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795160100000,1795161900000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',5,'c4bb86c3d1c427103c344c4189eb2f1e','rest','53676da43f9e9919878d972f9a451da1',1795161900000,1795162200000);
INSERT INTO "booking_step" VALUES('8553c16be0f5d3cb0c58233021de2742',6,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795162200000,1795163400000);
INSERT INTO "booking_step" VALUES('73ced71b0aa2e24049815ae6a541ebba',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795224600000,1795224900000);
INSERT INTO "booking_step" VALUES('73ced71b0aa2e24049815ae6a541ebba',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','87376f07bcb81287fdc8c0388fe881c3',1795224900000,1795225200000);
INSERT INTO "booking_step" VALUES('73ced71b0aa2e24049815ae6a541ebba',2,'c4bb86c3d1c427103c344c4189eb2f1e','bath','39f3c3e693114351dcbed407e3e6b605',1795225200000,1795225800000);
INSERT INTO "booking_step" VALUES('73ced71b0aa2e24049815ae6a541ebba',3,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795225800000,1795227300000);
INSERT INTO "booking_step" VALUES('73ced71b0aa2e24049815ae6a541ebba',4,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795227300000,1795229400000);
INSERT INTO "booking_step" VALUES('eaf5968218850bfaa7fc8635b82b2ff7',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795244400000,1795244700000);
INSERT INTO "booking_step" VALUES('eaf5968218850bfaa7fc8635b82b2ff7',1,'c4bb86c3d1c427103c344c4189eb2f1e','style','87376f07bcb81287fdc8c0388fe881c3',1795244700000,1795245900000);
INSERT INTO "booking_step" VALUES('eaf5968218850bfaa7fc8635b82b2ff7',2,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795245900000,1795246200000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795326300000,1795326900000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','87376f07bcb81287fdc8c0388fe881c3',1795326900000,1795327500000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',2,'c4bb86c3d1c427103c344c4189eb2f1e','bath','3129903ac1d45597a242fdf11f8f2b1a',1795327500000,1795328400000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',3,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795328400000,1795330500000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',4,'c4bb86c3d1c427103c344c4189eb2f1e','style','87376f07bcb81287fdc8c0388fe881c3',1795330500000,1795334700000);
INSERT INTO "booking_step" VALUES('16ca0b9b48fa806ee48229d1a5debdf9',5,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795334700000,1795337100000);
INSERT INTO "booking_step" VALUES('54847e25bb200b09e99905b88891bbf5',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795334400000,1795334700000);
INSERT INTO "booking_step" VALUES('54847e25bb200b09e99905b88891bbf5',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','a0661970ef3f6df0148ded7e8a34888d',1795334700000,1795335000000);
INSERT INTO "booking_step" VALUES('54847e25bb200b09e99905b88891bbf5',2,'c4bb86c3d1c427103c344c4189eb2f1e','bath','39f3c3e693114351dcbed407e3e6b605',1795335000000,1795335600000);
INSERT INTO "booking_step" VALUES('54847e25bb200b09e99905b88891bbf5',3,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795335600000,1795336800000);
INSERT INTO "booking_step" VALUES('54847e25bb200b09e99905b88891bbf5',4,'c4bb86c3d1c427103c344c4189eb2f1e','final','a0661970ef3f6df0148ded7e8a34888d',1795336800000,1795338900000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795397400000,1795398600000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',1,'c4bb86c3d1c427103c344c4189eb2f1e','brush','87376f07bcb81287fdc8c0388fe881c3',1795398600000,1795399500000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',2,'c4bb86c3d1c427103c344c4189eb2f1e','settle','53676da43f9e9919878d972f9a451da1',1795399500000,1795400400000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',3,'c4bb86c3d1c427103c344c4189eb2f1e','bath','3129903ac1d45597a242fdf11f8f2b1a',1795400400000,1795402200000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',4,'c4bb86c3d1c427103c344c4189eb2f1e','dry','b99e8306dda748a61e029a8a3f415b02',1795402200000,1795406100000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',5,'c4bb86c3d1c427103c344c4189eb2f1e','rest','53676da43f9e9919878d972f9a451da1',1795406100000,1795407000000);
INSERT INTO "booking_step" VALUES('deed9cad43eb396dcd99718b97000ed5',6,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795407000000,1795408200000);
INSERT INTO "booking_step" VALUES('06553dccffdaeeb1a7dd3f847a946a73',0,'c4bb86c3d1c427103c344c4189eb2f1e','check',NULL,1795417200000,1795417500000);
INSERT INTO "booking_step" VALUES('06553dccffdaeeb1a7dd3f847a946a73',1,'c4bb86c3d1c427103c344c4189eb2f1e','style','87376f07bcb81287fdc8c0388fe881c3',1795417500000,1795419000000);
INSERT INTO "booking_step" VALUES('06553dccffdaeeb1a7dd3f847a946a73',2,'c4bb86c3d1c427103c344c4189eb2f1e','final','87376f07bcb81287fdc8c0388fe881c3',1795419000000,1795419600000);
CREATE TABLE care_note (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	pet_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	text VARCHAR(200) NOT NULL, 
	severity VARCHAR(8) NOT NULL, 
	status VARCHAR(12) NOT NULL, 
	source_msg_id VARCHAR(64), 
	quote VARCHAR(300), 
	author_id VARCHAR(32) NOT NULL, 
	noted_ms BIGINT NOT NULL, 
	CONSTRAINT pk_care_note PRIMARY KEY (id)
);
INSERT INTO "care_note" VALUES('c424eae11631d67fdf64a0d8a5b4dff0','c4bb86c3d1c427103c344c4189eb2f1e','1d8fa94d13abbe48a1ae6b96681c34f9','dryer','怕吹风机，全程低噪吹干','care','confirmed',NULL,NULL,'system',1795312800000);
INSERT INTO "care_note" VALUES('153d28821562a11be30348c7a421e829','c4bb86c3d1c427103c344c4189eb2f1e','8f89ec5f79bd221616ca5f700608eca9','allergy','鸡肉过敏','alert','confirmed',NULL,NULL,'system',1795312800000);
INSERT INTO "care_note" VALUES('44385c857e1007d7b95dac64d892da5e','c4bb86c3d1c427103c344c4189eb2f1e','8f89ec5f79bd221616ca5f700608eca9','nails','怕剪指甲，先给零食再动手','care','confirmed',NULL,NULL,'system',1795312800000);
INSERT INTO "care_note" VALUES('425e29070444f8cd2c65c73a1faea7a2','c4bb86c3d1c427103c344c4189eb2f1e','4eafc99c9a6cc554c31b4975041c9099','quiet','怕狗叫，安排安静的时段','care','confirmed',NULL,NULL,'system',1795312800000);
INSERT INTO "care_note" VALUES('ab136bdc8c307317977e66ccd33e108d','c4bb86c3d1c427103c344c4189eb2f1e','9bb75d2dd15cfe8c513a9f950edc472e','heat','短鼻，不进烘箱','alert','confirmed',NULL,NULL,'system',1795312800000);
CREATE TABLE claim (
	id INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	booking_id VARCHAR(32) NOT NULL, 
	resource_no INTEGER NOT NULL, 
	start_ms BIGINT NOT NULL, 
	end_ms BIGINT NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY (id), 
	CONSTRAINT ck_claim_has_length CHECK (start_ms < end_ms)
);
INSERT INTO "claim" VALUES(1,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',1,1795138200000,1795147200000,1);
INSERT INTO "claim" VALUES(2,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',5,1795139400000,1795140600000,1);
INSERT INTO "claim" VALUES(3,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',6,1795140300000,1795142100000,1);
INSERT INTO "claim" VALUES(4,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',9,1795138800000,1795139700000,1);
INSERT INTO "claim" VALUES(5,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',9,1795142100000,1795147500000,1);
INSERT INTO "claim" VALUES(6,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557',17,1795138200000,1795147200000,1);
INSERT INTO "claim" VALUES(7,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',1,1795158000000,1795163400000,1);
INSERT INTO "claim" VALUES(8,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',4,1795159200000,1795160400000,1);
INSERT INTO "claim" VALUES(9,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',6,1795160100000,1795161900000,1);
INSERT INTO "claim" VALUES(10,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',9,1795158600000,1795159200000,1);
INSERT INTO "claim" VALUES(11,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',9,1795162200000,1795163700000,1);
INSERT INTO "claim" VALUES(12,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',15,1795158900000,1795159200000,1);
INSERT INTO "claim" VALUES(13,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',15,1795161900000,1795162200000,1);
INSERT INTO "claim" VALUES(14,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742',18,1795158000000,1795163400000,1);
INSERT INTO "claim" VALUES(15,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',1,1795224600000,1795229400000,1);
INSERT INTO "claim" VALUES(16,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',5,1795225200000,1795226100000,1);
INSERT INTO "claim" VALUES(17,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',6,1795225800000,1795227300000,1);
INSERT INTO "claim" VALUES(18,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',9,1795224900000,1795225500000,1);
INSERT INTO "claim" VALUES(19,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',9,1795227300000,1795229700000,1);
INSERT INTO "claim" VALUES(20,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba',19,1795224600000,1795229400000,1);
INSERT INTO "claim" VALUES(21,'c4bb86c3d1c427103c344c4189eb2f1e','eaf5968218850bfaa7fc8635b82b2ff7',1,1795244400000,1795246200000,1);
INSERT INTO "claim" VALUES(22,'c4bb86c3d1c427103c344c4189eb2f1e','eaf5968218850bfaa7fc8635b82b2ff7',9,1795244700000,1795246500000,1);
INSERT INTO "claim" VALUES(23,'c4bb86c3d1c427103c344c4189eb2f1e','eaf5968218850bfaa7fc8635b82b2ff7',20,1795244400000,1795246200000,1);
INSERT INTO "claim" VALUES(24,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',1,1795326300000,1795337100000,1);
INSERT INTO "claim" VALUES(25,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',4,1795327500000,1795328700000,1);
INSERT INTO "claim" VALUES(26,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',6,1795328400000,1795330500000,1);
INSERT INTO "claim" VALUES(27,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',9,1795326900000,1795327800000,1);
INSERT INTO "claim" VALUES(28,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',9,1795330500000,1795337400000,1);
INSERT INTO "claim" VALUES(29,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9',21,1795326300000,1795337100000,1);
INSERT INTO "claim" VALUES(30,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',2,1795334400000,1795338900000,1);
INSERT INTO "claim" VALUES(31,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',5,1795335000000,1795335900000,1);
INSERT INTO "claim" VALUES(32,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',6,1795335600000,1795336800000,1);
INSERT INTO "claim" VALUES(33,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',10,1795334700000,1795335300000,1);
INSERT INTO "claim" VALUES(34,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',10,1795336800000,1795339200000,1);
INSERT INTO "claim" VALUES(35,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5',22,1795334400000,1795338900000,1);
INSERT INTO "claim" VALUES(36,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',2,1795397400000,1795408200000,1);
INSERT INTO "claim" VALUES(37,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',4,1795400400000,1795402500000,1);
INSERT INTO "claim" VALUES(38,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',6,1795402200000,1795406100000,1);
INSERT INTO "claim" VALUES(39,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',9,1795398600000,1795399800000,1);
INSERT INTO "claim" VALUES(40,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',9,1795407000000,1795408500000,1);
INSERT INTO "claim" VALUES(41,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',15,1795399500000,1795400400000,1);
INSERT INTO "claim" VALUES(42,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',15,1795406100000,1795407000000,1);
INSERT INTO "claim" VALUES(43,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5',23,1795397400000,1795408200000,1);
INSERT INTO "claim" VALUES(44,'c4bb86c3d1c427103c344c4189eb2f1e','06553dccffdaeeb1a7dd3f847a946a73',1,1795417200000,1795419600000,1);
INSERT INTO "claim" VALUES(45,'c4bb86c3d1c427103c344c4189eb2f1e','06553dccffdaeeb1a7dd3f847a946a73',9,1795417500000,1795419900000,1);
INSERT INTO "claim" VALUES(46,'c4bb86c3d1c427103c344c4189eb2f1e','06553dccffdaeeb1a7dd3f847a946a73',24,1795417200000,1795419600000,1);
CREATE TABLE closed_date (
	shop_id VARCHAR(32) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	reason_zh VARCHAR(80) NOT NULL, 
	reason_en VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_closed_date PRIMARY KEY (shop_id, day)
);
CREATE TABLE command (
	shop_id VARCHAR(32) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	payload VARCHAR(64) NOT NULL, 
	result TEXT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	CONSTRAINT pk_command PRIMARY KEY (shop_id, account_id, "key")
);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-1','f96ed4c3d09982484c2712956b011cb870f3365c2f5ccd4a7a299587e4459ca8','{"id":"63ea0c061a8edf4f0c68f562cc4ae557","version":1,"status":"done","pet":{"id":"1d8fa94d13abbe48a1ae6b96681c34f9","name":"豆豆","species":"dog","breed":"corgi","breed_label":{"zh":"柯基","en":"Corgi"},"size":"M","coat":"double","sex":"m","born":"2023-04","weight_g":12400,"look":"corgi","care":[{"id":"c424eae11631d67fdf64a0d8a5b4dff0","kind":"dryer","text":"怕吹风机，全程低噪吹干","severity":"care","is_sure":true}]},"services":[{"code":"groom","name":{"zh":"美容造型","en":"Full groom"}}],"starts_ms":1795138200000,"ends_ms":1795147200000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"美容造型","en":"Full groom"},"minutes":150,"price_cents":29800}],"total_cents":29800,"care":["怕吹风机，全程低噪吹干"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795051800000,"late_percent":30,"is_late":true,"fee_cents":8940},"owner_name":"林女士","phone_tail":"0001","visit_stage":"gone"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-2','b7d2cf1440b6cefdd3d3bd405d470d035007289c550a128b7c5b9b4155ab3818','{"id":"8553c16be0f5d3cb0c58233021de2742","version":1,"status":"done","pet":{"id":"c5475a81bcd2b26419dac896481471da","name":"年糕","species":"cat","breed":"british","breed_label":{"zh":"英短","en":"British shorthair"},"size":null,"coat":"short","sex":"f","born":"2024-05","weight_g":4600,"look":"british","care":[]},"services":[{"code":"cat_bath","name":{"zh":"猫洗护","en":"Cat bath"}}],"starts_ms":1795158000000,"ends_ms":1795163400000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"猫洗护","en":"Cat bath"},"minutes":90,"price_cents":11800}],"total_cents":11800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795071600000,"late_percent":30,"is_late":true,"fee_cents":3540},"owner_name":"林女士","phone_tail":"0001","visit_stage":"gone"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-3','d1a4ddd34e30dcc920fb61217c17e3065195f673114ef26def69e5e979998680','{"id":"73ced71b0aa2e24049815ae6a541ebba","version":1,"status":"done","pet":{"id":"8f89ec5f79bd221616ca5f700608eca9","name":"可乐","species":"dog","breed":"poodle","breed_label":{"zh":"泰迪","en":"Poodle"},"size":"S","coat":"curly","sex":"m","born":"2022-03","weight_g":5100,"look":"poodle","care":[{"id":"153d28821562a11be30348c7a421e829","kind":"allergy","text":"鸡肉过敏","severity":"alert","is_sure":true},{"id":"44385c857e1007d7b95dac64d892da5e","kind":"nails","text":"怕剪指甲，先给零食再动手","severity":"care","is_sure":true}]},"services":[{"code":"spa","name":{"zh":"精洗 SPA","en":"Spa bath"}}],"starts_ms":1795224600000,"ends_ms":1795229400000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"精洗 SPA","en":"Spa bath"},"minutes":80,"price_cents":13800}],"total_cents":13800,"care":["鸡肉过敏","怕剪指甲，先给零食再动手"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795138200000,"late_percent":30,"is_late":true,"fee_cents":4140},"owner_name":"周小姐","phone_tail":"0002","visit_stage":"gone"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-4','97189d472939c400823feda1d940f0571ac4610906675860e45ef513d0635639','{"id":"eaf5968218850bfaa7fc8635b82b2ff7","version":1,"status":"done","pet":{"id":"d4b49280c790183afb5f69fb4d322603","name":"雪球","species":"dog","breed":"bichon","breed_label":{"zh":"比熊","en":"Bichon frise"},"size":"S","coat":"curly","sex":"f","born":"2021-11","weight_g":5600,"look":"bichon","care":[]},"services":[{"code":"tidy","name":{"zh":"局修","en":"Tidy"}}],"starts_ms":1795244400000,"ends_ms":1795246200000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"局修","en":"Tidy"},"minutes":30,"price_cents":5800}],"total_cents":5800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795158000000,"late_percent":30,"is_late":true,"fee_cents":1740},"owner_name":"陈先生","phone_tail":"0003","visit_stage":"gone"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-6','b4ece0da72d83ea7f26a83e78a4202cfe9bc71a96464c258b58480a77e47c534','{"id":"16ca0b9b48fa806ee48229d1a5debdf9","version":1,"status":"confirmed","pet":{"id":"859205f57ff8b9ba41277601c77b3962","name":"布丁","species":"dog","breed":"labrador","breed_label":{"zh":"拉布拉多","en":"Labrador"},"size":"L","coat":"smooth","sex":"f","born":"2022-09","weight_g":27500,"look":"golden","care":[]},"services":[{"code":"groom","name":{"zh":"美容造型","en":"Full groom"}}],"starts_ms":1795326300000,"ends_ms":1795337100000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"美容造型","en":"Full groom"},"minutes":180,"price_cents":42800}],"total_cents":42800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795239900000,"late_percent":30,"is_late":true,"fee_cents":12840},"owner_name":"阿杰","phone_tail":"0004","visit_stage":"confirmed"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-7','205ec2728f725c471df83d1353743b25de24613d1bee198af2308988d996957c','{"id":"54847e25bb200b09e99905b88891bbf5","version":1,"status":"confirmed","pet":{"id":"ba185e0e0b7d297b4cfcb8de6c575f5d","name":"灰灰","species":"dog","breed":"schnauzer","breed_label":{"zh":"雪纳瑞","en":"Schnauzer"},"size":"S","coat":"wire","sex":"m","born":"2019-02","weight_g":7800,"look":"schnauzer","care":[]},"services":[{"code":"bath","name":{"zh":"基础洗护","en":"Basic bath"}},{"code":"teeth","name":{"zh":"刷牙","en":"Teeth brushing"}}],"starts_ms":1795334400000,"ends_ms":1795338900000,"groomer":{"id":"b2b3f4d58d82ca6386d2c96e760e819b","name":"阿May","is_last":false},"lines":[{"label":{"zh":"基础洗护","en":"Basic bath"},"minutes":60,"price_cents":8800},{"label":{"zh":"刷牙","en":"Teeth brushing"},"minutes":15,"price_cents":2000}],"total_cents":10800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795248000000,"late_percent":30,"is_late":true,"fee_cents":3240},"owner_name":"吴叔","phone_tail":"0005","visit_stage":"confirmed"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-8','d82b97899da55c4c7f3a1d36d3df24e74f6375b93dd6011a02bfa557aae30edc','{"id":"deed9cad43eb396dcd99718b97000ed5","version":1,"status":"confirmed","pet":{"id":"4eafc99c9a6cc554c31b4975041c9099","name":"奶茶","species":"cat","breed":"ragdoll","breed_label":{"zh":"布偶","en":"Ragdoll"},"size":null,"coat":"long","sex":"f","born":"2023-01","weight_g":5200,"look":"ragdoll","care":[{"id":"425e29070444f8cd2c65c73a1faea7a2","kind":"quiet","text":"怕狗叫，安排安静的时段","severity":"care","is_sure":true}]},"services":[{"code":"cat_bath","name":{"zh":"猫洗护","en":"Cat bath"}}],"starts_ms":1795397400000,"ends_ms":1795408200000,"groomer":{"id":"b2b3f4d58d82ca6386d2c96e760e819b","name":"阿May","is_last":false},"lines":[{"label":{"zh":"猫洗护","en":"Cat bath"},"minutes":180,"price_cents":18800}],"total_cents":18800,"care":["怕狗叫，安排安静的时段"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795311000000,"late_percent":30,"is_late":true,"fee_cents":5640},"owner_name":"小满","phone_tail":"0006","visit_stage":"confirmed"}',1795312800000);
INSERT INTO "command" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','system','demo-9','bfbbb69a8d87b850bfb32c5a5613d62bb9d35a1444b08da2b4cbadacf9ce6e12','{"id":"06553dccffdaeeb1a7dd3f847a946a73","version":1,"status":"confirmed","pet":{"id":"9bb75d2dd15cfe8c513a9f950edc472e","name":"麻薯","species":"dog","breed":"frenchie","breed_label":{"zh":"法斗","en":"French bulldog"},"size":"M","coat":"smooth","sex":"m","born":"2023-08","weight_g":11800,"look":"frenchie","care":[{"id":"ab136bdc8c307317977e66ccd33e108d","kind":"heat","text":"短鼻，不进烘箱","severity":"alert","is_sure":true}]},"services":[{"code":"tidy","name":{"zh":"局修","en":"Tidy"}}],"starts_ms":1795417200000,"ends_ms":1795419600000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"局修","en":"Tidy"},"minutes":40,"price_cents":7800}],"total_cents":7800,"care":["短鼻，不进烘箱"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795330800000,"late_percent":30,"is_late":false,"fee_cents":0},"owner_name":"小满","phone_tail":"0006","visit_stage":"confirmed"}',1795312800000);
CREATE TABLE conversation (
	no INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	owner_id VARCHAR(32), 
	state VARCHAR(12) NOT NULL, 
	epoch INTEGER DEFAULT '0' NOT NULL, 
	assignee_id VARCHAR(32), 
	reason VARCHAR(32), 
	waiting_since_ms BIGINT, 
	last_seq BIGINT DEFAULT '0' NOT NULL, 
	last_n BIGINT DEFAULT '0' NOT NULL, 
	last_ts BIGINT DEFAULT '0' NOT NULL, 
	created_ms BIGINT NOT NULL, 
	CONSTRAINT uq_conversation_id UNIQUE (id)
);
INSERT INTO "conversation" VALUES(1,'a833b3b84e0f27f9f7a910b6b6683480','c4bb86c3d1c427103c344c4189eb2f1e','owner','f0a4f21e0adc3ebef6822b55d46d44e5','new',0,NULL,NULL,NULL,5,5,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(2,'58af22ccbd6c7f67757b106aafa12caa','c4bb86c3d1c427103c344c4189eb2f1e','owner','57afd608bc27f07ae334243ecc2165be','new',0,NULL,NULL,NULL,0,0,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(3,'acfb210bd6c8fb4e3cd910b4a24a2ad9','c4bb86c3d1c427103c344c4189eb2f1e','owner','fc8d5c7d438a96bb86399207685d2578','new',0,NULL,NULL,NULL,0,0,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(4,'64f33bdcf8e85f8c07e56f3ba35a8a67','c4bb86c3d1c427103c344c4189eb2f1e','owner','3d0141c5318113336b5e248acec88aeb','new',0,NULL,NULL,NULL,1,1,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(5,'37aadce2a7dc3ef0b7a191bd18323383','c4bb86c3d1c427103c344c4189eb2f1e','owner','1ba19dc8870461db595d0bd237b363f4','new',0,NULL,NULL,NULL,4,4,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(6,'535c3581dd95d469490d247cffcd37d0','c4bb86c3d1c427103c344c4189eb2f1e','owner','fa79eb91963ced8d08ad2833f442e6f0','new',0,NULL,NULL,NULL,5,5,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(7,'41f35a41d63d4f08c0967cd7eed18df1','c4bb86c3d1c427103c344c4189eb2f1e','owner','ee950ecce317edd9150a02d1b6bd52ee','new',0,NULL,NULL,NULL,0,0,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(8,'eb37dd28efd75541c4660287327fb3f3','c4bb86c3d1c427103c344c4189eb2f1e','owner','c9182c58dc12504a88c2cb119a55df2a','new',0,NULL,NULL,NULL,0,0,1795312800000,1795312800000);
INSERT INTO "conversation" VALUES(9,'78cdac347d35c992b54a95ac2f5585e5','c4bb86c3d1c427103c344c4189eb2f1e','owner','d090c2603de74d337476d058efb95919','human',1,'8c2e0718822ce47ca8c74107e66cb0e4',NULL,NULL,6,5,1795312804000,1795312800000);
INSERT INTO "conversation" VALUES(10,'7916a9ac3e01ae18d69373d6c2751561','c4bb86c3d1c427103c344c4189eb2f1e','owner','ecf8ce563bb3e26deb1e8936c5aa3b44','assistant',0,NULL,NULL,NULL,4,4,1795312804000,1795312802000);
CREATE TABLE dialogue (
	c VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	state TEXT NOT NULL, 
	turn_seq BIGINT NOT NULL, 
	epoch INTEGER NOT NULL, 
	changed_ms BIGINT NOT NULL, 
	CONSTRAINT pk_dialogue PRIMARY KEY (c)
);
INSERT INTO "dialogue" VALUES('78cdac347d35c992b54a95ac2f5585e5','c4bb86c3d1c427103c344c4189eb2f1e','{"lang":"zh","wish":{"pet":{"id":null,"name":null,"species":null,"breed":null,"breed_name":null,"size":null,"coat":null,"weight_g":null,"is_breed_known":false},"labels":["bath"],"codes":null,"when":{"day":null,"at":null,"from_":null,"to":null,"is_vague":false,"is_any":false},"groomer_id":null,"notes":[],"booking_id":null},"asking":"kind","is_booking":true,"is_proposed":false,"shown":[],"unsure":0,"line":"是狗狗还是猫咪，什么品种？","is_assumed":false,"is_pricing":false,"naming":null,"is_left":false,"is_waiting":false}',3,0,1795312802000);
INSERT INTO "dialogue" VALUES('7916a9ac3e01ae18d69373d6c2751561','c4bb86c3d1c427103c344c4189eb2f1e','{"lang":"zh","wish":{"pet":{"id":null,"name":null,"species":null,"breed":null,"breed_name":null,"size":null,"coat":null,"weight_g":null,"is_breed_known":false},"labels":["bath"],"codes":null,"when":{"day":null,"at":null,"from_":null,"to":null,"is_vague":false,"is_any":false},"groomer_id":null,"notes":[],"booking_id":null},"asking":"kind","is_booking":true,"is_proposed":false,"shown":[],"unsure":0,"line":"是狗狗还是猫咪，什么品种？","is_assumed":false,"is_pricing":false,"naming":null,"is_left":false,"is_waiting":false}',3,0,1795312804000);
CREATE TABLE entry (
	no INTEGER NOT NULL, 
	c_no INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	n BIGINT NOT NULL, 
	msg_id VARCHAR(32) NOT NULL, 
	cmid VARCHAR(64) NOT NULL, 
	sender VARCHAR(32) NOT NULL, 
	device VARCHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	target_seq BIGINT, 
	body TEXT NOT NULL, 
	hash VARCHAR(16) NOT NULL, 
	ts BIGINT NOT NULL, 
	CONSTRAINT pk_entry PRIMARY KEY (no)
);
INSERT INTO "entry" VALUES(1,4,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'e8555405951cb239f5c49204cd75b665','booking-16ca0b9b48fa806ee48229d1a5debdf9','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"card","card":"booking","id":"16ca0b9b48fa806ee48229d1a5debdf9","version":1,"view":{"id":"16ca0b9b48fa806ee48229d1a5debdf9","version":1,"status":"confirmed","pet":{"id":"859205f57ff8b9ba41277601c77b3962","name":"布丁","species":"dog","breed":"labrador","breed_label":{"zh":"拉布拉多","en":"Labrador"},"size":"L","coat":"smooth","sex":"f","born":"2022-09","weight_g":27500,"look":"golden","care":[]},"services":[{"code":"groom","name":{"zh":"美容造型","en":"Full groom"}}],"starts_ms":1795326300000,"ends_ms":1795337100000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"美容造型","en":"Full groom"},"minutes":180,"price_cents":42800}],"total_cents":42800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795239900000,"late_percent":30,"is_late":true,"fee_cents":12840},"owner_name":"阿杰","phone_tail":"0004","visit_stage":"confirmed"}}','c72a6b329b4e1a64',1795312800000);
INSERT INTO "entry" VALUES(2,5,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'ecac0429ef541772cc0861b4a77c9d81','booking-54847e25bb200b09e99905b88891bbf5','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"card","card":"booking","id":"54847e25bb200b09e99905b88891bbf5","version":1,"view":{"id":"54847e25bb200b09e99905b88891bbf5","version":1,"status":"confirmed","pet":{"id":"ba185e0e0b7d297b4cfcb8de6c575f5d","name":"灰灰","species":"dog","breed":"schnauzer","breed_label":{"zh":"雪纳瑞","en":"Schnauzer"},"size":"S","coat":"wire","sex":"m","born":"2019-02","weight_g":7800,"look":"schnauzer","care":[]},"services":[{"code":"bath","name":{"zh":"基础洗护","en":"Basic bath"}},{"code":"teeth","name":{"zh":"刷牙","en":"Teeth brushing"}}],"starts_ms":1795334400000,"ends_ms":1795338900000,"groomer":{"id":"b2b3f4d58d82ca6386d2c96e760e819b","name":"阿May","is_last":false},"lines":[{"label":{"zh":"基础洗护","en":"Basic bath"},"minutes":60,"price_cents":8800},{"label":{"zh":"刷牙","en":"Teeth brushing"},"minutes":15,"price_cents":2000}],"total_cents":10800,"care":[],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795248000000,"late_percent":30,"is_late":true,"fee_cents":3240},"owner_name":"吴叔","phone_tail":"0005","visit_stage":"confirmed"}}','c76162def7afab76',1795312800000);
INSERT INTO "entry" VALUES(3,6,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'9b397938f11b1bfaef8fc0f940437aa1','booking-deed9cad43eb396dcd99718b97000ed5','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"card","card":"booking","id":"deed9cad43eb396dcd99718b97000ed5","version":1,"view":{"id":"deed9cad43eb396dcd99718b97000ed5","version":1,"status":"confirmed","pet":{"id":"4eafc99c9a6cc554c31b4975041c9099","name":"奶茶","species":"cat","breed":"ragdoll","breed_label":{"zh":"布偶","en":"Ragdoll"},"size":null,"coat":"long","sex":"f","born":"2023-01","weight_g":5200,"look":"ragdoll","care":[{"id":"425e29070444f8cd2c65c73a1faea7a2","kind":"quiet","text":"怕狗叫，安排安静的时段","severity":"care","is_sure":true}]},"services":[{"code":"cat_bath","name":{"zh":"猫洗护","en":"Cat bath"}}],"starts_ms":1795397400000,"ends_ms":1795408200000,"groomer":{"id":"b2b3f4d58d82ca6386d2c96e760e819b","name":"阿May","is_last":false},"lines":[{"label":{"zh":"猫洗护","en":"Cat bath"},"minutes":180,"price_cents":18800}],"total_cents":18800,"care":["怕狗叫，安排安静的时段"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795311000000,"late_percent":30,"is_late":true,"fee_cents":5640},"owner_name":"小满","phone_tail":"0006","visit_stage":"confirmed"}}','5b666861c93d868e',1795312800000);
INSERT INTO "entry" VALUES(4,6,2,'c4bb86c3d1c427103c344c4189eb2f1e',2,'c05b2339ec021e86578404a624f9db07','booking-06553dccffdaeeb1a7dd3f847a946a73','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"card","card":"booking","id":"06553dccffdaeeb1a7dd3f847a946a73","version":1,"view":{"id":"06553dccffdaeeb1a7dd3f847a946a73","version":1,"status":"confirmed","pet":{"id":"9bb75d2dd15cfe8c513a9f950edc472e","name":"麻薯","species":"dog","breed":"frenchie","breed_label":{"zh":"法斗","en":"French bulldog"},"size":"M","coat":"smooth","sex":"m","born":"2023-08","weight_g":11800,"look":"frenchie","care":[{"id":"ab136bdc8c307317977e66ccd33e108d","kind":"heat","text":"短鼻，不进烘箱","severity":"alert","is_sure":true}]},"services":[{"code":"tidy","name":{"zh":"局修","en":"Tidy"}}],"starts_ms":1795417200000,"ends_ms":1795419600000,"groomer":{"id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林","is_last":false},"lines":[{"label":{"zh":"局修","en":"Tidy"},"minutes":40,"price_cents":7800}],"total_cents":7800,"care":["短鼻，不进烘箱"],"hold_until_ms":null,"can_extend":false,"policy":{"free_until_ms":1795330800000,"late_percent":30,"is_late":false,"fee_cents":0},"owner_name":"小满","phone_tail":"0006","visit_stage":"confirmed"}}','49921d1e0290f6af',1795312800000);
INSERT INTO "entry" VALUES(5,1,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'3d091865576ac6ac0ca46a9343acaacd','demo-talk-0','f0a4f21e0adc3ebef6822b55d46d44e5','','message',NULL,'{"type":"text","text":"豆豆最近掉毛好厉害，洗澡的时候能顺便去底毛吗"}','5985aec38a821101',1795312800000);
INSERT INTO "entry" VALUES(6,1,2,'c4bb86c3d1c427103c344c4189eb2f1e',2,'542a3d52f737eaa88ecc85a1cdf4216d','demo-talk-1','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"text","text":"可以的。豆豆是双层毛，去底毛大约多 30 分钟，¥80，洗澡时一起做效果最好。"}','18639c80ae0a836c',1795312800000);
INSERT INTO "entry" VALUES(7,1,3,'c4bb86c3d1c427103c344c4189eb2f1e',3,'898a0c0fe89ac9bc9570714c28c82c20','demo-talk-2','f0a4f21e0adc3ebef6822b55d46d44e5','','message',NULL,'{"type":"text","text":"好，下次洗的时候加上"}','d86bb0a00d84747a',1795312800000);
INSERT INTO "entry" VALUES(8,1,4,'c4bb86c3d1c427103c344c4189eb2f1e',4,'f482c8f73f434e363d0323e0030a250c','demo-talk-3','8c2e0718822ce47ca8c74107e66cb0e4','','message',NULL,'{"type":"text","text":"林姐，豆豆上次后腿内侧有两个小毛结，这次我先梳开再洗，不用剃～"}','9b7adb11e72843a4',1795312800000);
INSERT INTO "entry" VALUES(9,1,5,'c4bb86c3d1c427103c344c4189eb2f1e',5,'945a6f4e00281b12b099c7dbb9f99113','demo-talk-4','f0a4f21e0adc3ebef6822b55d46d44e5','','message',NULL,'{"type":"text","text":"太好了，辛苦小林"}','795de33dc5e0479d',1795312800000);
INSERT INTO "entry" VALUES(10,5,2,'c4bb86c3d1c427103c344c4189eb2f1e',2,'94fd734f0e11cceafe3475f0c0d9414c','demo-talk-0','1ba19dc8870461db595d0bd237b363f4','','message',NULL,'{"type":"text","text":"灰灰今天表现咋样"}','5a2d7d7fcf65d2c3',1795312800000);
INSERT INTO "entry" VALUES(11,5,3,'c4bb86c3d1c427103c344c4189eb2f1e',3,'e96f6cbe90478028ef438a6a97f49f90','demo-talk-1','8c2e0718822ce47ca8c74107e66cb0e4','','message',NULL,'{"type":"text","text":"灰灰特别乖，就是右耳有点红，我没有掏太深。这两天留意一下，要是一直挠，周二周六医生在，可以带来看看。"}','8196b18bab71fa7c',1795312800000);
INSERT INTO "entry" VALUES(12,5,4,'c4bb86c3d1c427103c344c4189eb2f1e',4,'788a9a402250612120c32b02832b8b8f','demo-talk-2','1ba19dc8870461db595d0bd237b363f4','','message',NULL,'{"type":"text","text":"好嘞，谢谢"}','b2f5d6557259bdf8',1795312800000);
INSERT INTO "entry" VALUES(13,6,3,'c4bb86c3d1c427103c344c4189eb2f1e',3,'efa7f3e0971dbcd9d2e5b409d6823097','demo-talk-0','fa79eb91963ced8d08ad2833f442e6f0','','message',NULL,'{"type":"text","text":"请问奶茶洗澡要多久？它有点怕生"}','3820c2dfeffc4fed',1795312800000);
INSERT INTO "entry" VALUES(14,6,4,'c4bb86c3d1c427103c344c4189eb2f1e',4,'861fc5d10b00b43708d052f629ae9be6','demo-talk-1','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"text","text":"长毛猫大约 3 小时，¥188。猫咪排在安静的时段，中间休息两次，不用烘箱。"}','a8781d8b43fef483',1795312800000);
INSERT INTO "entry" VALUES(15,6,5,'c4bb86c3d1c427103c344c4189eb2f1e',5,'5ce8fd91d86dfa75468be82bcc1df2d3','demo-talk-2','fa79eb91963ced8d08ad2833f442e6f0','','message',NULL,'{"type":"text","text":"好的谢谢"}','81144e77666b30e4',1795312800000);
INSERT INTO "entry" VALUES(16,9,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'226bcb4b302e0d8141e3f27f753b6704','cmid-0-0000','d090c2603de74d337476d058efb95919','a38bbb1a29bf1df04b317caafc01db63','message',NULL,'{"type":"text","text":"豆豆要洗澡 0"}','1582a91b0e480b20',1795312800000);
INSERT INTO "entry" VALUES(17,9,2,'c4bb86c3d1c427103c344c4189eb2f1e',2,'48da4953a571b49c509622df86c0fe66','cmid-0-0001','d090c2603de74d337476d058efb95919','a38bbb1a29bf1df04b317caafc01db63','message',NULL,'{"type":"text","text":"豆豆要洗澡 1"}','142dbb0c06377df3',1795312800000);
INSERT INTO "entry" VALUES(18,9,3,'c4bb86c3d1c427103c344c4189eb2f1e',3,'b55051e681aa0648e4bda104bce02e28','cmid-0-0002','d090c2603de74d337476d058efb95919','a38bbb1a29bf1df04b317caafc01db63','message',NULL,'{"type":"text","text":"豆豆要洗澡 2"}','3d41ea680b1c1d59',1795312800000);
INSERT INTO "entry" VALUES(19,9,4,'c4bb86c3d1c427103c344c4189eb2f1e',4,'451a6b332d8787db93d0e6533ecfa6cf','reply-3-0-1','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"text","text":"是狗狗还是猫咪，什么品种？","chips":[{"id":"kind:dog","label":"狗狗"},{"id":"kind:cat","label":"猫咪"}]}','d06dd81cf71ac0a9',1795312802000);
INSERT INTO "entry" VALUES(20,10,1,'c4bb86c3d1c427103c344c4189eb2f1e',1,'b71b087cc67298c47e444afc06425388','cmid-1-0000','ecf8ce563bb3e26deb1e8936c5aa3b44','5785e4e1390873d6f673e6af8adac988','message',NULL,'{"type":"text","text":"豆豆要洗澡 0"}','1582a91b0e480b20',1795312802000);
INSERT INTO "entry" VALUES(21,10,2,'c4bb86c3d1c427103c344c4189eb2f1e',2,'4965113c22feb8103516b8b935af570a','cmid-1-0001','ecf8ce563bb3e26deb1e8936c5aa3b44','5785e4e1390873d6f673e6af8adac988','message',NULL,'{"type":"text","text":"豆豆要洗澡 1"}','142dbb0c06377df3',1795312802000);
INSERT INTO "entry" VALUES(22,10,3,'c4bb86c3d1c427103c344c4189eb2f1e',3,'9d9aad152b670d224313712b0b30a32a','cmid-1-0002','ecf8ce563bb3e26deb1e8936c5aa3b44','5785e4e1390873d6f673e6af8adac988','message',NULL,'{"type":"text","text":"豆豆要洗澡 2"}','3d41ea680b1c1d59',1795312802000);
INSERT INTO "entry" VALUES(23,10,4,'c4bb86c3d1c427103c344c4189eb2f1e',4,'d97e36e94d0cc8896b158536a24c9c44','reply-3-0-1','7bd5d47e446fcec2a3d811736110e578','','message',NULL,'{"type":"text","text":"是狗狗还是猫咪，什么品种？","chips":[{"id":"kind:dog","label":"狗狗"},{"id":"kind:cat","label":"猫咪"}]}','d06dd81cf71ac0a9',1795312804000);
INSERT INTO "entry" VALUES(24,9,5,'c4bb86c3d1c427103c344c4189eb2f1e',4,'357055c2dd400d552449a7994de88181','handover-1','8c2e0718822ce47ca8c74107e66cb0e4','','system',NULL,'{"type":"handover","to":"staff","reason":"took","account_id":"8c2e0718822ce47ca8c74107e66cb0e4","name":"小林"}','523313e24ece16b5',1795312804000);
INSERT INTO "entry" VALUES(25,9,6,'c4bb86c3d1c427103c344c4189eb2f1e',5,'807054d700c45a416c533c5e39fabe56','cmid-staff-0001','8c2e0718822ce47ca8c74107e66cb0e4','d','message',NULL,'{"type":"text","text":"我来看看"}','f5cb8c234db80be4',1795312804000);
CREATE TABLE follower (
	name VARCHAR(64) NOT NULL, 
	shop_id VARCHAR(32) DEFAULT '' NOT NULL, 
	seen_id BIGINT NOT NULL, 
	CONSTRAINT pk_follower PRIMARY KEY (name)
);
INSERT INTO "follower" VALUES('assistant','',65);
CREATE TABLE groomer (
	shop_id VARCHAR(32) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	resource_no INTEGER NOT NULL, 
	title_zh VARCHAR(40) NOT NULL, 
	title_en VARCHAR(40) NOT NULL, 
	skills JSON NOT NULL, 
	shifts JSON NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_groomer PRIMARY KEY (shop_id, account_id), 
	CONSTRAINT uq_groomer_resource_no UNIQUE (resource_no)
);
INSERT INTO "groomer" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','8c2e0718822ce47ca8c74107e66cb0e4',1,'造型师','Groomer','["bath", "cat", "style"]','[{"weekday": 1, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}, {"weekday": 2, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}, {"weekday": 3, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}, {"weekday": 5, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}, {"weekday": 6, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}, {"weekday": 7, "start_min": 540, "end_min": 1260, "break_start_min": 720, "break_end_min": 765}]',1,2);
INSERT INTO "groomer" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','b2b3f4d58d82ca6386d2c96e760e819b',2,'洗护师','Bather','["bath", "cat"]','[{"weekday": 1, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}, {"weekday": 2, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}, {"weekday": 3, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}, {"weekday": 5, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}, {"weekday": 6, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}, {"weekday": 7, "start_min": 540, "end_min": 1260, "break_start_min": 750, "break_end_min": 795}]',1,3);
INSERT INTO "groomer" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','85c924c3597164c4a6058a00581a22b2',3,'洗护师','Bather','["bath", "large"]','[{"weekday": 1, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}, {"weekday": 2, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}, {"weekday": 3, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}, {"weekday": 5, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}, {"weekday": 6, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}, {"weekday": 7, "start_min": 540, "end_min": 1260, "break_start_min": 795, "break_end_min": 840}]',1,4);
CREATE TABLE installation (
	id INTEGER NOT NULL, 
	shop_id VARCHAR(32) DEFAULT '' NOT NULL, 
	epoch VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (id)
);
INSERT INTO "installation" VALUES(1,'','f5b165224a58b791df6af1d8303e61cd');
CREATE TABLE invitation (
	token VARCHAR(64) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	account_id VARCHAR(32), 
	name VARCHAR(80) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	expires_ms BIGINT NOT NULL, 
	used_ms BIGINT, 
	CONSTRAINT pk_invitation PRIMARY KEY (token)
);
CREATE TABLE job (
	kind VARCHAR(64) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	due_ms BIGINT NOT NULL, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (kind, "key")
);
CREATE TABLE member (
	c VARCHAR(32) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	from_seq BIGINT DEFAULT '1' NOT NULL, 
	to_seq BIGINT, 
	delivered_seq BIGINT DEFAULT '0' NOT NULL, 
	read_seq BIGINT DEFAULT '0' NOT NULL, 
	read_n BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_member PRIMARY KEY (c, account_id), 
	CONSTRAINT fk_member_c FOREIGN KEY(c) REFERENCES conversation (id)
);
INSERT INTO "member" VALUES('a833b3b84e0f27f9f7a910b6b6683480','f0a4f21e0adc3ebef6822b55d46d44e5','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('a833b3b84e0f27f9f7a910b6b6683480','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('58af22ccbd6c7f67757b106aafa12caa','57afd608bc27f07ae334243ecc2165be','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('58af22ccbd6c7f67757b106aafa12caa','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('acfb210bd6c8fb4e3cd910b4a24a2ad9','fc8d5c7d438a96bb86399207685d2578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('acfb210bd6c8fb4e3cd910b4a24a2ad9','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('64f33bdcf8e85f8c07e56f3ba35a8a67','3d0141c5318113336b5e248acec88aeb','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('64f33bdcf8e85f8c07e56f3ba35a8a67','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('37aadce2a7dc3ef0b7a191bd18323383','1ba19dc8870461db595d0bd237b363f4','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('37aadce2a7dc3ef0b7a191bd18323383','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('535c3581dd95d469490d247cffcd37d0','fa79eb91963ced8d08ad2833f442e6f0','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('535c3581dd95d469490d247cffcd37d0','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('41f35a41d63d4f08c0967cd7eed18df1','ee950ecce317edd9150a02d1b6bd52ee','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('41f35a41d63d4f08c0967cd7eed18df1','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('eb37dd28efd75541c4660287327fb3f3','c9182c58dc12504a88c2cb119a55df2a','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('eb37dd28efd75541c4660287327fb3f3','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('78cdac347d35c992b54a95ac2f5585e5','d090c2603de74d337476d058efb95919','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('78cdac347d35c992b54a95ac2f5585e5','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('7916a9ac3e01ae18d69373d6c2751561','ecf8ce563bb3e26deb1e8936c5aa3b44','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('7916a9ac3e01ae18d69373d6c2751561','7bd5d47e446fcec2a3d811736110e578','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,0,0,0);
INSERT INTO "member" VALUES('78cdac347d35c992b54a95ac2f5585e5','8c2e0718822ce47ca8c74107e66cb0e4','c4bb86c3d1c427103c344c4189eb2f1e',1,NULL,3,3,3);
CREATE TABLE offer (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	c VARCHAR(32), 
	owner_id VARCHAR(32) NOT NULL, 
	pet_id VARCHAR(32) NOT NULL, 
	services JSON NOT NULL, 
	start_ms BIGINT NOT NULL, 
	groomer_id VARCHAR(32) NOT NULL, 
	expires_ms BIGINT NOT NULL, 
	CONSTRAINT pk_offer PRIMARY KEY (id)
);
CREATE TABLE opening (
	shop_id VARCHAR(32) NOT NULL, 
	weekday INTEGER NOT NULL, 
	opens_min INTEGER NOT NULL, 
	closes_min INTEGER NOT NULL, 
	CONSTRAINT pk_opening PRIMARY KEY (shop_id, weekday)
);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',1,540,1260);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',2,540,1260);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',3,540,1260);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',5,540,1260);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',6,540,1260);
INSERT INTO "opening" VALUES('c4bb86c3d1c427103c344c4189eb2f1e',7,540,1260);
INSERT INTO "opening" VALUES('55e626de66e0b0de685549f92636afc7',1,540,1260);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	type VARCHAR(64) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(1,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopOpened','{"type":"ShopOpened","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(2,'c4bb86c3d1c427103c344c4189eb2f1e','1bcccea696762e6116c6e9c92d99bf35','StaffJoined','{"type":"StaffJoined","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"1bcccea696762e6116c6e9c92d99bf35","account_id":"1bcccea696762e6116c6e9c92d99bf35","role":"manager"}');
INSERT INTO "outbox" VALUES(3,'c4bb86c3d1c427103c344c4189eb2f1e','8c2e0718822ce47ca8c74107e66cb0e4','StaffJoined','{"type":"StaffJoined","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"8c2e0718822ce47ca8c74107e66cb0e4","account_id":"8c2e0718822ce47ca8c74107e66cb0e4","role":"groomer"}');
INSERT INTO "outbox" VALUES(4,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(5,'c4bb86c3d1c427103c344c4189eb2f1e','b2b3f4d58d82ca6386d2c96e760e819b','StaffJoined','{"type":"StaffJoined","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"b2b3f4d58d82ca6386d2c96e760e819b","account_id":"b2b3f4d58d82ca6386d2c96e760e819b","role":"groomer"}');
INSERT INTO "outbox" VALUES(6,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(7,'c4bb86c3d1c427103c344c4189eb2f1e','85c924c3597164c4a6058a00581a22b2','StaffJoined','{"type":"StaffJoined","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"85c924c3597164c4a6058a00581a22b2","account_id":"85c924c3597164c4a6058a00581a22b2","role":"groomer"}');
INSERT INTO "outbox" VALUES(8,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(9,'c4bb86c3d1c427103c344c4189eb2f1e','2de50472433d2e44fed8b6b8357e44cd','StaffJoined','{"type":"StaffJoined","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"2de50472433d2e44fed8b6b8357e44cd","account_id":"2de50472433d2e44fed8b6b8357e44cd","role":"vet"}');
INSERT INTO "outbox" VALUES(10,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(11,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(12,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(13,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(14,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(15,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(16,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(17,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(18,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(19,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(20,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(21,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(22,'c4bb86c3d1c427103c344c4189eb2f1e','c4bb86c3d1c427103c344c4189eb2f1e','ShopChanged','{"type":"ShopChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c4bb86c3d1c427103c344c4189eb2f1e"}');
INSERT INTO "outbox" VALUES(23,'c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"f0a4f21e0adc3ebef6822b55d46d44e5","account_id":"f0a4f21e0adc3ebef6822b55d46d44e5","lang":"zh"}');
INSERT INTO "outbox" VALUES(24,'c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"f0a4f21e0adc3ebef6822b55d46d44e5","pet_id":"1d8fa94d13abbe48a1ae6b96681c34f9","owner_id":"f0a4f21e0adc3ebef6822b55d46d44e5"}');
INSERT INTO "outbox" VALUES(25,'c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','PetChanged','{"type":"PetChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"f0a4f21e0adc3ebef6822b55d46d44e5","pet_id":"1d8fa94d13abbe48a1ae6b96681c34f9","owner_id":"f0a4f21e0adc3ebef6822b55d46d44e5"}');
INSERT INTO "outbox" VALUES(26,'c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"f0a4f21e0adc3ebef6822b55d46d44e5","pet_id":"c5475a81bcd2b26419dac896481471da","owner_id":"f0a4f21e0adc3ebef6822b55d46d44e5"}');
INSERT INTO "outbox" VALUES(27,'c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"57afd608bc27f07ae334243ecc2165be","account_id":"57afd608bc27f07ae334243ecc2165be","lang":"zh"}');
INSERT INTO "outbox" VALUES(28,'c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"57afd608bc27f07ae334243ecc2165be","pet_id":"8f89ec5f79bd221616ca5f700608eca9","owner_id":"57afd608bc27f07ae334243ecc2165be"}');
INSERT INTO "outbox" VALUES(29,'c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','PetChanged','{"type":"PetChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"57afd608bc27f07ae334243ecc2165be","pet_id":"8f89ec5f79bd221616ca5f700608eca9","owner_id":"57afd608bc27f07ae334243ecc2165be"}');
INSERT INTO "outbox" VALUES(30,'c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','PetChanged','{"type":"PetChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"57afd608bc27f07ae334243ecc2165be","pet_id":"8f89ec5f79bd221616ca5f700608eca9","owner_id":"57afd608bc27f07ae334243ecc2165be"}');
INSERT INTO "outbox" VALUES(31,'c4bb86c3d1c427103c344c4189eb2f1e','fc8d5c7d438a96bb86399207685d2578','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fc8d5c7d438a96bb86399207685d2578","account_id":"fc8d5c7d438a96bb86399207685d2578","lang":"zh"}');
INSERT INTO "outbox" VALUES(32,'c4bb86c3d1c427103c344c4189eb2f1e','fc8d5c7d438a96bb86399207685d2578','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fc8d5c7d438a96bb86399207685d2578","pet_id":"d4b49280c790183afb5f69fb4d322603","owner_id":"fc8d5c7d438a96bb86399207685d2578"}');
INSERT INTO "outbox" VALUES(33,'c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"3d0141c5318113336b5e248acec88aeb","account_id":"3d0141c5318113336b5e248acec88aeb","lang":"zh"}');
INSERT INTO "outbox" VALUES(34,'c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"3d0141c5318113336b5e248acec88aeb","pet_id":"eb7fef44424dc2a8687c498ccbcee39b","owner_id":"3d0141c5318113336b5e248acec88aeb"}');
INSERT INTO "outbox" VALUES(35,'c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"3d0141c5318113336b5e248acec88aeb","pet_id":"859205f57ff8b9ba41277601c77b3962","owner_id":"3d0141c5318113336b5e248acec88aeb"}');
INSERT INTO "outbox" VALUES(36,'c4bb86c3d1c427103c344c4189eb2f1e','1ba19dc8870461db595d0bd237b363f4','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"1ba19dc8870461db595d0bd237b363f4","account_id":"1ba19dc8870461db595d0bd237b363f4","lang":"zh"}');
INSERT INTO "outbox" VALUES(37,'c4bb86c3d1c427103c344c4189eb2f1e','1ba19dc8870461db595d0bd237b363f4','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"1ba19dc8870461db595d0bd237b363f4","pet_id":"ba185e0e0b7d297b4cfcb8de6c575f5d","owner_id":"1ba19dc8870461db595d0bd237b363f4"}');
INSERT INTO "outbox" VALUES(38,'c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fa79eb91963ced8d08ad2833f442e6f0","account_id":"fa79eb91963ced8d08ad2833f442e6f0","lang":"zh"}');
INSERT INTO "outbox" VALUES(39,'c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fa79eb91963ced8d08ad2833f442e6f0","pet_id":"4eafc99c9a6cc554c31b4975041c9099","owner_id":"fa79eb91963ced8d08ad2833f442e6f0"}');
INSERT INTO "outbox" VALUES(40,'c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','PetChanged','{"type":"PetChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fa79eb91963ced8d08ad2833f442e6f0","pet_id":"4eafc99c9a6cc554c31b4975041c9099","owner_id":"fa79eb91963ced8d08ad2833f442e6f0"}');
INSERT INTO "outbox" VALUES(41,'c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fa79eb91963ced8d08ad2833f442e6f0","pet_id":"9bb75d2dd15cfe8c513a9f950edc472e","owner_id":"fa79eb91963ced8d08ad2833f442e6f0"}');
INSERT INTO "outbox" VALUES(42,'c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','PetChanged','{"type":"PetChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"fa79eb91963ced8d08ad2833f442e6f0","pet_id":"9bb75d2dd15cfe8c513a9f950edc472e","owner_id":"fa79eb91963ced8d08ad2833f442e6f0"}');
INSERT INTO "outbox" VALUES(43,'c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"ee950ecce317edd9150a02d1b6bd52ee","account_id":"ee950ecce317edd9150a02d1b6bd52ee","lang":"zh"}');
INSERT INTO "outbox" VALUES(44,'c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"ee950ecce317edd9150a02d1b6bd52ee","pet_id":"84226ec16a81fc47031de33f76b4c544","owner_id":"ee950ecce317edd9150a02d1b6bd52ee"}');
INSERT INTO "outbox" VALUES(45,'c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"ee950ecce317edd9150a02d1b6bd52ee","pet_id":"4e72071c3e0c1bcc8f07f39fe59c422f","owner_id":"ee950ecce317edd9150a02d1b6bd52ee"}');
INSERT INTO "outbox" VALUES(46,'c4bb86c3d1c427103c344c4189eb2f1e','c9182c58dc12504a88c2cb119a55df2a','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c9182c58dc12504a88c2cb119a55df2a","account_id":"c9182c58dc12504a88c2cb119a55df2a","lang":"zh"}');
INSERT INTO "outbox" VALUES(47,'c4bb86c3d1c427103c344c4189eb2f1e','c9182c58dc12504a88c2cb119a55df2a','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"c9182c58dc12504a88c2cb119a55df2a","pet_id":"23b56e525e351a7fab0e49793f993b1d","owner_id":"c9182c58dc12504a88c2cb119a55df2a"}');
INSERT INTO "outbox" VALUES(48,'c4bb86c3d1c427103c344c4189eb2f1e','63ea0c061a8edf4f0c68f562cc4ae557','BookingDone','{"type":"BookingDone","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"63ea0c061a8edf4f0c68f562cc4ae557","booking_id":"63ea0c061a8edf4f0c68f562cc4ae557","c":"","owner_id":"f0a4f21e0adc3ebef6822b55d46d44e5","version":1}');
INSERT INTO "outbox" VALUES(49,'c4bb86c3d1c427103c344c4189eb2f1e','8553c16be0f5d3cb0c58233021de2742','BookingDone','{"type":"BookingDone","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"8553c16be0f5d3cb0c58233021de2742","booking_id":"8553c16be0f5d3cb0c58233021de2742","c":"","owner_id":"f0a4f21e0adc3ebef6822b55d46d44e5","version":1}');
INSERT INTO "outbox" VALUES(50,'c4bb86c3d1c427103c344c4189eb2f1e','73ced71b0aa2e24049815ae6a541ebba','BookingDone','{"type":"BookingDone","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"73ced71b0aa2e24049815ae6a541ebba","booking_id":"73ced71b0aa2e24049815ae6a541ebba","c":"","owner_id":"57afd608bc27f07ae334243ecc2165be","version":1}');
INSERT INTO "outbox" VALUES(51,'c4bb86c3d1c427103c344c4189eb2f1e','eaf5968218850bfaa7fc8635b82b2ff7','BookingDone','{"type":"BookingDone","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"eaf5968218850bfaa7fc8635b82b2ff7","booking_id":"eaf5968218850bfaa7fc8635b82b2ff7","c":"","owner_id":"fc8d5c7d438a96bb86399207685d2578","version":1}');
INSERT INTO "outbox" VALUES(52,'c4bb86c3d1c427103c344c4189eb2f1e','16ca0b9b48fa806ee48229d1a5debdf9','BookingConfirmed','{"type":"BookingConfirmed","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"16ca0b9b48fa806ee48229d1a5debdf9","booking_id":"16ca0b9b48fa806ee48229d1a5debdf9","c":"64f33bdcf8e85f8c07e56f3ba35a8a67","owner_id":"3d0141c5318113336b5e248acec88aeb","version":1,"starts_ms":1795326300000,"ends_ms":1795337100000}');
INSERT INTO "outbox" VALUES(53,'c4bb86c3d1c427103c344c4189eb2f1e','54847e25bb200b09e99905b88891bbf5','BookingConfirmed','{"type":"BookingConfirmed","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"54847e25bb200b09e99905b88891bbf5","booking_id":"54847e25bb200b09e99905b88891bbf5","c":"37aadce2a7dc3ef0b7a191bd18323383","owner_id":"1ba19dc8870461db595d0bd237b363f4","version":1,"starts_ms":1795334400000,"ends_ms":1795338900000}');
INSERT INTO "outbox" VALUES(54,'c4bb86c3d1c427103c344c4189eb2f1e','deed9cad43eb396dcd99718b97000ed5','BookingConfirmed','{"type":"BookingConfirmed","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"deed9cad43eb396dcd99718b97000ed5","booking_id":"deed9cad43eb396dcd99718b97000ed5","c":"535c3581dd95d469490d247cffcd37d0","owner_id":"fa79eb91963ced8d08ad2833f442e6f0","version":1,"starts_ms":1795397400000,"ends_ms":1795408200000}');
INSERT INTO "outbox" VALUES(55,'c4bb86c3d1c427103c344c4189eb2f1e','06553dccffdaeeb1a7dd3f847a946a73','BookingConfirmed','{"type":"BookingConfirmed","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"06553dccffdaeeb1a7dd3f847a946a73","booking_id":"06553dccffdaeeb1a7dd3f847a946a73","c":"535c3581dd95d469490d247cffcd37d0","owner_id":"fa79eb91963ced8d08ad2833f442e6f0","version":1,"starts_ms":1795417200000,"ends_ms":1795419600000}');
INSERT INTO "outbox" VALUES(56,'55e626de66e0b0de685549f92636afc7','55e626de66e0b0de685549f92636afc7','ShopOpened','{"type":"ShopOpened","shop_id":"55e626de66e0b0de685549f92636afc7","key":"55e626de66e0b0de685549f92636afc7"}');
INSERT INTO "outbox" VALUES(57,'c4bb86c3d1c427103c344c4189eb2f1e','d090c2603de74d337476d058efb95919','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"d090c2603de74d337476d058efb95919","account_id":"d090c2603de74d337476d058efb95919","lang":"zh"}');
INSERT INTO "outbox" VALUES(58,'c4bb86c3d1c427103c344c4189eb2f1e','78cdac347d35c992b54a95ac2f5585e5','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"78cdac347d35c992b54a95ac2f5585e5","seq":1,"sender":"d090c2603de74d337476d058efb95919","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(59,'c4bb86c3d1c427103c344c4189eb2f1e','78cdac347d35c992b54a95ac2f5585e5','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"78cdac347d35c992b54a95ac2f5585e5","seq":2,"sender":"d090c2603de74d337476d058efb95919","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(60,'c4bb86c3d1c427103c344c4189eb2f1e','78cdac347d35c992b54a95ac2f5585e5','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"78cdac347d35c992b54a95ac2f5585e5","seq":3,"sender":"d090c2603de74d337476d058efb95919","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(61,'c4bb86c3d1c427103c344c4189eb2f1e','d090c2603de74d337476d058efb95919','PetAdded','{"type":"PetAdded","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"d090c2603de74d337476d058efb95919","pet_id":"5a4aaffcc8153790460d5fc8b1bd9822","owner_id":"d090c2603de74d337476d058efb95919"}');
INSERT INTO "outbox" VALUES(62,'c4bb86c3d1c427103c344c4189eb2f1e','ecf8ce563bb3e26deb1e8936c5aa3b44','OwnerArrived','{"type":"OwnerArrived","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"ecf8ce563bb3e26deb1e8936c5aa3b44","account_id":"ecf8ce563bb3e26deb1e8936c5aa3b44","lang":"zh"}');
INSERT INTO "outbox" VALUES(63,'c4bb86c3d1c427103c344c4189eb2f1e','7916a9ac3e01ae18d69373d6c2751561','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"7916a9ac3e01ae18d69373d6c2751561","seq":1,"sender":"ecf8ce563bb3e26deb1e8936c5aa3b44","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(64,'c4bb86c3d1c427103c344c4189eb2f1e','7916a9ac3e01ae18d69373d6c2751561','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"7916a9ac3e01ae18d69373d6c2751561","seq":2,"sender":"ecf8ce563bb3e26deb1e8936c5aa3b44","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(65,'c4bb86c3d1c427103c344c4189eb2f1e','7916a9ac3e01ae18d69373d6c2751561','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"7916a9ac3e01ae18d69373d6c2751561","seq":3,"sender":"ecf8ce563bb3e26deb1e8936c5aa3b44","sender_kind":"owner","body_type":"text"}');
INSERT INTO "outbox" VALUES(66,'c4bb86c3d1c427103c344c4189eb2f1e','78cdac347d35c992b54a95ac2f5585e5','OwnershipChanged','{"type":"OwnershipChanged","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"78cdac347d35c992b54a95ac2f5585e5","state":"human","epoch":1,"assignee_id":"8c2e0718822ce47ca8c74107e66cb0e4","reason":"took"}');
INSERT INTO "outbox" VALUES(67,'c4bb86c3d1c427103c344c4189eb2f1e','78cdac347d35c992b54a95ac2f5585e5','MessageSent','{"type":"MessageSent","shop_id":"c4bb86c3d1c427103c344c4189eb2f1e","key":"78cdac347d35c992b54a95ac2f5585e5","seq":6,"sender":"8c2e0718822ce47ca8c74107e66cb0e4","sender_kind":"staff","body_type":"text"}');
CREATE TABLE pet (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	owner_id VARCHAR(32) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	species VARCHAR(8) NOT NULL, 
	breed VARCHAR(40), 
	size VARCHAR(4), 
	coat VARCHAR(12), 
	sex VARCHAR(1), 
	born VARCHAR(10), 
	weight_g INTEGER, 
	added_ms BIGINT NOT NULL, 
	CONSTRAINT pk_pet PRIMARY KEY (id)
);
INSERT INTO "pet" VALUES('1d8fa94d13abbe48a1ae6b96681c34f9','c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','豆豆','dog','corgi','M','double','m','2023-04',12400,1795312800000);
INSERT INTO "pet" VALUES('c5475a81bcd2b26419dac896481471da','c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','年糕','cat','british',NULL,'short','f','2024-05',4600,1795312800000);
INSERT INTO "pet" VALUES('8f89ec5f79bd221616ca5f700608eca9','c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','可乐','dog','poodle','S','curly','m','2022-03',5100,1795312800000);
INSERT INTO "pet" VALUES('d4b49280c790183afb5f69fb4d322603','c4bb86c3d1c427103c344c4189eb2f1e','fc8d5c7d438a96bb86399207685d2578','雪球','dog','bichon','S','curly','f','2021-11',5600,1795312800000);
INSERT INTO "pet" VALUES('eb7fef44424dc2a8687c498ccbcee39b','c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','元宝','dog','golden','L','double','m','2020-06',31000,1795312800000);
INSERT INTO "pet" VALUES('859205f57ff8b9ba41277601c77b3962','c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','布丁','dog','labrador','L','smooth','f','2022-09',27500,1795312800000);
INSERT INTO "pet" VALUES('ba185e0e0b7d297b4cfcb8de6c575f5d','c4bb86c3d1c427103c344c4189eb2f1e','1ba19dc8870461db595d0bd237b363f4','灰灰','dog','schnauzer','S','wire','m','2019-02',7800,1795312800000);
INSERT INTO "pet" VALUES('4eafc99c9a6cc554c31b4975041c9099','c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','奶茶','cat','ragdoll',NULL,'long','f','2023-01',5200,1795312800000);
INSERT INTO "pet" VALUES('9bb75d2dd15cfe8c513a9f950edc472e','c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','麻薯','dog','frenchie','M','smooth','m','2023-08',11800,1795312800000);
INSERT INTO "pet" VALUES('84226ec16a81fc47031de33f76b4c544','c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','橘子','cat','orange',NULL,'short','m','2021-07',6100,1795312800000);
INSERT INTO "pet" VALUES('4e72071c3e0c1bcc8f07f39fe59c422f','c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','团子','cat','british',NULL,'short','m','2022-12',5300,1795312800000);
INSERT INTO "pet" VALUES('23b56e525e351a7fab0e49793f993b1d','c4bb86c3d1c427103c344c4189eb2f1e','c9182c58dc12504a88c2cb119a55df2a','棉花','dog','samoyed','L','double','f','2022-05',23800,1795312800000);
INSERT INTO "pet" VALUES('5a4aaffcc8153790460d5fc8b1bd9822','c4bb86c3d1c427103c344c4189eb2f1e','d090c2603de74d337476d058efb95919','豆豆','dog','golden','L','double',NULL,NULL,NULL,1795312802000);
CREATE TABLE phone_code (
	account_id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	phone VARCHAR(20) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	sent_ms BIGINT NOT NULL, 
	expires_ms BIGINT NOT NULL, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_phone_code PRIMARY KEY (account_id)
);
CREATE TABLE price_rule (
	id INTEGER NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	service VARCHAR(32) NOT NULL, 
	species VARCHAR(8), 
	size VARCHAR(4), 
	coat VARCHAR(12), 
	minutes INTEGER NOT NULL, 
	price_cents INTEGER NOT NULL, 
	is_modifier BOOLEAN NOT NULL, 
	label_zh VARCHAR(40), 
	label_en VARCHAR(40), 
	CONSTRAINT pk_price_rule PRIMARY KEY (id), 
	CONSTRAINT ck_price_rule_not_negative CHECK (minutes >= 0 AND price_cents >= 0)
);
INSERT INTO "price_rule" VALUES(1,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog','S',NULL,60,8800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(2,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog','M',NULL,90,12800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(3,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog','L',NULL,120,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(4,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog','XL',NULL,150,26800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(5,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog','XS',NULL,60,8800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(6,'c4bb86c3d1c427103c344c4189eb2f1e','spa','dog','S',NULL,80,13800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(7,'c4bb86c3d1c427103c344c4189eb2f1e','spa','dog','M',NULL,110,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(8,'c4bb86c3d1c427103c344c4189eb2f1e','spa','dog','L',NULL,140,26800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(9,'c4bb86c3d1c427103c344c4189eb2f1e','spa','dog','XL',NULL,180,36800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(10,'c4bb86c3d1c427103c344c4189eb2f1e','spa','dog','XS',NULL,80,13800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(11,'c4bb86c3d1c427103c344c4189eb2f1e','groom','dog','S',NULL,120,23800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(12,'c4bb86c3d1c427103c344c4189eb2f1e','groom','dog','M',NULL,150,29800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(13,'c4bb86c3d1c427103c344c4189eb2f1e','groom','dog','L',NULL,180,42800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(14,'c4bb86c3d1c427103c344c4189eb2f1e','groom','dog','XL',NULL,240,56800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(15,'c4bb86c3d1c427103c344c4189eb2f1e','groom','dog','XS',NULL,120,23800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(16,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','dog','S',NULL,30,5800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(17,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','dog','M',NULL,40,7800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(18,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','dog','L',NULL,50,9800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(19,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','dog','XL',NULL,60,12800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(20,'c4bb86c3d1c427103c344c4189eb2f1e','tidy','dog','XS',NULL,30,5800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(21,'c4bb86c3d1c427103c344c4189eb2f1e','medicated','dog','S',NULL,20,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(22,'c4bb86c3d1c427103c344c4189eb2f1e','medicated','dog','M',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(23,'c4bb86c3d1c427103c344c4189eb2f1e','medicated','dog','L',NULL,30,7000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(24,'c4bb86c3d1c427103c344c4189eb2f1e','medicated','dog','XL',NULL,30,9000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(25,'c4bb86c3d1c427103c344c4189eb2f1e','medicated','dog','XS',NULL,20,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(26,'c4bb86c3d1c427103c344c4189eb2f1e','deshed','dog','S',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(27,'c4bb86c3d1c427103c344c4189eb2f1e','deshed','dog','M',NULL,30,8000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(28,'c4bb86c3d1c427103c344c4189eb2f1e','deshed','dog','L',NULL,45,12000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(29,'c4bb86c3d1c427103c344c4189eb2f1e','deshed','dog','XL',NULL,60,16000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(30,'c4bb86c3d1c427103c344c4189eb2f1e','deshed','dog','XS',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(31,'c4bb86c3d1c427103c344c4189eb2f1e','bath','dog',NULL,'long',30,3000,1,'长毛加时','Long coat');
INSERT INTO "price_rule" VALUES(32,'c4bb86c3d1c427103c344c4189eb2f1e','cat_bath','cat',NULL,NULL,90,11800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(33,'c4bb86c3d1c427103c344c4189eb2f1e','cat_bath','cat',NULL,'long',180,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(34,'c4bb86c3d1c427103c344c4189eb2f1e','demat',NULL,NULL,NULL,15,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(35,'c4bb86c3d1c427103c344c4189eb2f1e','teeth',NULL,NULL,NULL,15,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(36,'c4bb86c3d1c427103c344c4189eb2f1e','nail_grind',NULL,NULL,NULL,10,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(37,'c4bb86c3d1c427103c344c4189eb2f1e','ear_pluck',NULL,NULL,NULL,10,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(38,'c4bb86c3d1c427103c344c4189eb2f1e','pickup',NULL,NULL,NULL,0,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(39,'c4bb86c3d1c427103c344c4189eb2f1e','boarding','dog',NULL,NULL,0,8000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(40,'c4bb86c3d1c427103c344c4189eb2f1e','boarding','cat',NULL,NULL,0,6000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(41,'c4bb86c3d1c427103c344c4189eb2f1e','daycare',NULL,NULL,NULL,0,6000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(42,'55e626de66e0b0de685549f92636afc7','bath','dog','S',NULL,60,8800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(43,'55e626de66e0b0de685549f92636afc7','bath','dog','M',NULL,90,12800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(44,'55e626de66e0b0de685549f92636afc7','bath','dog','L',NULL,120,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(45,'55e626de66e0b0de685549f92636afc7','bath','dog','XL',NULL,150,26800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(46,'55e626de66e0b0de685549f92636afc7','bath','dog','XS',NULL,60,8800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(47,'55e626de66e0b0de685549f92636afc7','spa','dog','S',NULL,80,13800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(48,'55e626de66e0b0de685549f92636afc7','spa','dog','M',NULL,110,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(49,'55e626de66e0b0de685549f92636afc7','spa','dog','L',NULL,140,26800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(50,'55e626de66e0b0de685549f92636afc7','spa','dog','XL',NULL,180,36800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(51,'55e626de66e0b0de685549f92636afc7','spa','dog','XS',NULL,80,13800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(52,'55e626de66e0b0de685549f92636afc7','groom','dog','S',NULL,120,23800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(53,'55e626de66e0b0de685549f92636afc7','groom','dog','M',NULL,150,29800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(54,'55e626de66e0b0de685549f92636afc7','groom','dog','L',NULL,180,42800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(55,'55e626de66e0b0de685549f92636afc7','groom','dog','XL',NULL,240,56800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(56,'55e626de66e0b0de685549f92636afc7','groom','dog','XS',NULL,120,23800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(57,'55e626de66e0b0de685549f92636afc7','tidy','dog','S',NULL,30,5800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(58,'55e626de66e0b0de685549f92636afc7','tidy','dog','M',NULL,40,7800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(59,'55e626de66e0b0de685549f92636afc7','tidy','dog','L',NULL,50,9800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(60,'55e626de66e0b0de685549f92636afc7','tidy','dog','XL',NULL,60,12800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(61,'55e626de66e0b0de685549f92636afc7','tidy','dog','XS',NULL,30,5800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(62,'55e626de66e0b0de685549f92636afc7','medicated','dog','S',NULL,20,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(63,'55e626de66e0b0de685549f92636afc7','medicated','dog','M',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(64,'55e626de66e0b0de685549f92636afc7','medicated','dog','L',NULL,30,7000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(65,'55e626de66e0b0de685549f92636afc7','medicated','dog','XL',NULL,30,9000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(66,'55e626de66e0b0de685549f92636afc7','medicated','dog','XS',NULL,20,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(67,'55e626de66e0b0de685549f92636afc7','deshed','dog','S',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(68,'55e626de66e0b0de685549f92636afc7','deshed','dog','M',NULL,30,8000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(69,'55e626de66e0b0de685549f92636afc7','deshed','dog','L',NULL,45,12000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(70,'55e626de66e0b0de685549f92636afc7','deshed','dog','XL',NULL,60,16000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(71,'55e626de66e0b0de685549f92636afc7','deshed','dog','XS',NULL,20,5000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(72,'55e626de66e0b0de685549f92636afc7','bath','dog',NULL,'long',30,3000,1,'长毛加时','Long coat');
INSERT INTO "price_rule" VALUES(73,'55e626de66e0b0de685549f92636afc7','cat_bath','cat',NULL,NULL,90,11800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(74,'55e626de66e0b0de685549f92636afc7','cat_bath','cat',NULL,'long',180,18800,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(75,'55e626de66e0b0de685549f92636afc7','demat',NULL,NULL,NULL,15,4000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(76,'55e626de66e0b0de685549f92636afc7','teeth',NULL,NULL,NULL,15,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(77,'55e626de66e0b0de685549f92636afc7','nail_grind',NULL,NULL,NULL,10,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(78,'55e626de66e0b0de685549f92636afc7','ear_pluck',NULL,NULL,NULL,10,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(79,'55e626de66e0b0de685549f92636afc7','pickup',NULL,NULL,NULL,0,2000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(80,'55e626de66e0b0de685549f92636afc7','boarding','dog',NULL,NULL,0,8000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(81,'55e626de66e0b0de685549f92636afc7','boarding','cat',NULL,NULL,0,6000,0,NULL,NULL);
INSERT INTO "price_rule" VALUES(82,'55e626de66e0b0de685549f92636afc7','daycare',NULL,NULL,NULL,0,6000,0,NULL,NULL);
CREATE TABLE resource (
	no INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	shop_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	ref VARCHAR(32) NOT NULL, 
	CONSTRAINT uq_resource_shop_id_kind_ref UNIQUE (shop_id, kind, ref)
);
INSERT INTO "resource" VALUES(1,'c4bb86c3d1c427103c344c4189eb2f1e','staff','8c2e0718822ce47ca8c74107e66cb0e4');
INSERT INTO "resource" VALUES(2,'c4bb86c3d1c427103c344c4189eb2f1e','staff','b2b3f4d58d82ca6386d2c96e760e819b');
INSERT INTO "resource" VALUES(3,'c4bb86c3d1c427103c344c4189eb2f1e','staff','85c924c3597164c4a6058a00581a22b2');
INSERT INTO "resource" VALUES(4,'c4bb86c3d1c427103c344c4189eb2f1e','place','3129903ac1d45597a242fdf11f8f2b1a');
INSERT INTO "resource" VALUES(5,'c4bb86c3d1c427103c344c4189eb2f1e','place','39f3c3e693114351dcbed407e3e6b605');
INSERT INTO "resource" VALUES(6,'c4bb86c3d1c427103c344c4189eb2f1e','place','b99e8306dda748a61e029a8a3f415b02');
INSERT INTO "resource" VALUES(7,'c4bb86c3d1c427103c344c4189eb2f1e','place','4a146cf0d98a98e1cf999661f967bdaf');
INSERT INTO "resource" VALUES(8,'c4bb86c3d1c427103c344c4189eb2f1e','place','df0e7337420c13f8f5d40f6ce079d1b9');
INSERT INTO "resource" VALUES(9,'c4bb86c3d1c427103c344c4189eb2f1e','place','87376f07bcb81287fdc8c0388fe881c3');
INSERT INTO "resource" VALUES(10,'c4bb86c3d1c427103c344c4189eb2f1e','place','a0661970ef3f6df0148ded7e8a34888d');
INSERT INTO "resource" VALUES(11,'c4bb86c3d1c427103c344c4189eb2f1e','place','396cab3b80d27f58df111a3b3df245ad');
INSERT INTO "resource" VALUES(12,'c4bb86c3d1c427103c344c4189eb2f1e','place','a90802389a78cdc29492a875f74ac6f3');
INSERT INTO "resource" VALUES(13,'c4bb86c3d1c427103c344c4189eb2f1e','place','aa202f4ad9892fed75598005bac48a6a');
INSERT INTO "resource" VALUES(14,'c4bb86c3d1c427103c344c4189eb2f1e','place','9e826bd6f0a890ea47ca738eb48c14ec');
INSERT INTO "resource" VALUES(15,'c4bb86c3d1c427103c344c4189eb2f1e','place','53676da43f9e9919878d972f9a451da1');
INSERT INTO "resource" VALUES(16,'c4bb86c3d1c427103c344c4189eb2f1e','place','305317feed6740b9bd7425dcb03de04b');
INSERT INTO "resource" VALUES(17,'c4bb86c3d1c427103c344c4189eb2f1e','pet','1d8fa94d13abbe48a1ae6b96681c34f9');
INSERT INTO "resource" VALUES(18,'c4bb86c3d1c427103c344c4189eb2f1e','pet','c5475a81bcd2b26419dac896481471da');
INSERT INTO "resource" VALUES(19,'c4bb86c3d1c427103c344c4189eb2f1e','pet','8f89ec5f79bd221616ca5f700608eca9');
INSERT INTO "resource" VALUES(20,'c4bb86c3d1c427103c344c4189eb2f1e','pet','d4b49280c790183afb5f69fb4d322603');
INSERT INTO "resource" VALUES(21,'c4bb86c3d1c427103c344c4189eb2f1e','pet','859205f57ff8b9ba41277601c77b3962');
INSERT INTO "resource" VALUES(22,'c4bb86c3d1c427103c344c4189eb2f1e','pet','ba185e0e0b7d297b4cfcb8de6c575f5d');
INSERT INTO "resource" VALUES(23,'c4bb86c3d1c427103c344c4189eb2f1e','pet','4eafc99c9a6cc554c31b4975041c9099');
INSERT INTO "resource" VALUES(24,'c4bb86c3d1c427103c344c4189eb2f1e','pet','9bb75d2dd15cfe8c513a9f950edc472e');
CREATE TABLE service (
	shop_id VARCHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	name_zh VARCHAR(40) NOT NULL, 
	name_en VARCHAR(40) NOT NULL, 
	species JSON NOT NULL, 
	steps JSON NOT NULL, 
	skills JSON NOT NULL, 
	labels JSON NOT NULL, 
	includes JSON NOT NULL, 
	is_extra BOOLEAN NOT NULL, 
	is_bookable BOOLEAN NOT NULL, 
	max_quantity INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_service PRIMARY KEY (shop_id, code)
);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','bath','基础洗护','Basic bath','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "final", "station": "table", "weight": 25}]','["bath"]','["bath", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,0);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','spa','精洗 SPA','Spa bath','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "final", "station": "table", "weight": 25}]','["bath"]','["bath", "spa"]','["bath"]',0,1,1,1);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','groom','美容造型','Full groom','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "style", "station": "table", "weight": 60}, {"kind": "final", "station": "table", "weight": 25}]','["bath", "style"]','["groom", "shave"]','["bath", "tidy"]',0,1,1,2);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','tidy','局修','Tidy','["dog"]','[{"kind": "check", "station": null, "weight": 5}, {"kind": "style", "station": "table", "weight": 20}, {"kind": "final", "station": "table", "weight": 5}]','["style"]','["tidy", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,3);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','cat_bath','猫洗护','Cat bath','["cat"]','[{"kind": "check", "station": null, "weight": 15}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "settle", "station": "crate", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 20}, {"kind": "dry", "station": "blower", "weight": 45}, {"kind": "rest", "station": "crate", "weight": 10}, {"kind": "final", "station": "table", "weight": 10}]','["bath", "cat"]','["bath", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,4);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','medicated','药浴','Medicated bath','["dog"]','[{"kind": "bath", "station": "tub", "weight": 1}]','[]','["medicated_bath"]','[]',1,1,1,5);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','deshed','去底毛','De-shed','["dog"]','[{"kind": "dry", "station": "blower", "weight": 1}]','[]','["deshed"]','[]',1,1,1,6);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','demat','开结','De-mat','["cat", "dog"]','[{"kind": "brush", "station": "table", "weight": 1}]','[]','["demat"]','[]',1,1,3,7);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','teeth','刷牙','Teeth brushing','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["teeth"]','[]',1,1,1,8);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','nail_grind','磨甲','Nail grinding','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["nail"]','[]',1,1,1,9);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','ear_pluck','拔耳毛','Ear plucking','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["ear"]','[]',1,1,1,10);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','pickup','接送','Pick-up ride','["cat", "dog", "other"]','[]','[]','["pickup"]','[]',1,1,2,11);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','boarding','寄养','Boarding','["cat", "dog"]','[]','[]','["boarding"]','[]',0,0,1,12);
INSERT INTO "service" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','daycare','日托','Day care','["cat", "dog"]','[]','[]','["daycare"]','[]',0,0,1,13);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','bath','基础洗护','Basic bath','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "final", "station": "table", "weight": 25}]','["bath"]','["bath", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,0);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','spa','精洗 SPA','Spa bath','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "final", "station": "table", "weight": 25}]','["bath"]','["bath", "spa"]','["bath"]',0,1,1,1);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','groom','美容造型','Full groom','["dog"]','[{"kind": "check", "station": null, "weight": 10}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 15}, {"kind": "dry", "station": "blower", "weight": 30}, {"kind": "style", "station": "table", "weight": 60}, {"kind": "final", "station": "table", "weight": 25}]','["bath", "style"]','["groom", "shave"]','["bath", "tidy"]',0,1,1,2);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','tidy','局修','Tidy','["dog"]','[{"kind": "check", "station": null, "weight": 5}, {"kind": "style", "station": "table", "weight": 20}, {"kind": "final", "station": "table", "weight": 5}]','["style"]','["tidy", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,3);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','cat_bath','猫洗护','Cat bath','["cat"]','[{"kind": "check", "station": null, "weight": 15}, {"kind": "brush", "station": "table", "weight": 10}, {"kind": "settle", "station": "crate", "weight": 10}, {"kind": "bath", "station": "tub", "weight": 20}, {"kind": "dry", "station": "blower", "weight": 45}, {"kind": "rest", "station": "crate", "weight": 10}, {"kind": "final", "station": "table", "weight": 10}]','["bath", "cat"]','["bath", "nail", "ear", "anal_gland", "paw"]','[]',0,1,1,4);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','medicated','药浴','Medicated bath','["dog"]','[{"kind": "bath", "station": "tub", "weight": 1}]','[]','["medicated_bath"]','[]',1,1,1,5);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','deshed','去底毛','De-shed','["dog"]','[{"kind": "dry", "station": "blower", "weight": 1}]','[]','["deshed"]','[]',1,1,1,6);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','demat','开结','De-mat','["cat", "dog"]','[{"kind": "brush", "station": "table", "weight": 1}]','[]','["demat"]','[]',1,1,3,7);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','teeth','刷牙','Teeth brushing','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["teeth"]','[]',1,1,1,8);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','nail_grind','磨甲','Nail grinding','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["nail"]','[]',1,1,1,9);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','ear_pluck','拔耳毛','Ear plucking','["cat", "dog"]','[{"kind": "final", "station": "table", "weight": 1}]','[]','["ear"]','[]',1,1,1,10);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','pickup','接送','Pick-up ride','["cat", "dog", "other"]','[]','[]','["pickup"]','[]',1,1,2,11);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','boarding','寄养','Boarding','["cat", "dog"]','[]','[]','["boarding"]','[]',0,0,1,12);
INSERT INTO "service" VALUES('55e626de66e0b0de685549f92636afc7','daycare','日托','Day care','["cat", "dog"]','[]','[]','["daycare"]','[]',0,0,1,13);
CREATE TABLE session (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	device_id VARCHAR(32) NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	created_ms BIGINT NOT NULL, 
	seen_ms BIGINT NOT NULL, 
	expires_ms BIGINT NOT NULL, 
	revoked_ms BIGINT, 
	CONSTRAINT pk_session PRIMARY KEY (id), 
	CONSTRAINT fk_session_account_id FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT uq_session_token UNIQUE (token)
);
INSERT INTO "session" VALUES('fc91baefae179bf759340f6cf6c1f981','c4bb86c3d1c427103c344c4189eb2f1e','f0a4f21e0adc3ebef6822b55d46d44e5','0d387dd45ce301e94a2599abf5fd9930','b1052ccbf7613c60e3f12df7172fe6f484d78827634b697eb8cdb013e7e47833',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('98364a2cd1d3fb5d4f137e8cd7b9fae1','c4bb86c3d1c427103c344c4189eb2f1e','57afd608bc27f07ae334243ecc2165be','a77afab3d84b9dc66b1aabac50b0fbbc','84237d031203cc97338c30597ef4ef9daf6381f8cfa67582e1ed40a3f2d97922',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('bb30b2fb253c649d8de3da970d560394','c4bb86c3d1c427103c344c4189eb2f1e','fc8d5c7d438a96bb86399207685d2578','e3f2c264d806aca54e019c2bf0fe282b','f20244259f662c86e39e704bd73a6f066ca313ce207d2f47ac1e637eb9d17a1f',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('298a868322f9045811e7d4f31834f3d8','c4bb86c3d1c427103c344c4189eb2f1e','3d0141c5318113336b5e248acec88aeb','4e5cea93fa2c705a2ba8897561b4e5e8','3192ee289775cbf2faa27db1b01e818196ccc722172175b6fa02aa7d48f46a88',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('e8ca23cf8f7d16219919c884698003c7','c4bb86c3d1c427103c344c4189eb2f1e','1ba19dc8870461db595d0bd237b363f4','2c26b58f90ae9a345b47146d57cd20f3','0829a39b6b1aa23b181a802bb2f88416f72446db59958c4676cf9b93b7d6decf',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('4396565bafb9176a08909858a8db6700','c4bb86c3d1c427103c344c4189eb2f1e','fa79eb91963ced8d08ad2833f442e6f0','02bfd989be9e448a29019d9f436b54c9','7ae0bea2facfd5d135aa40b31b9baf69b260d4d1da9ca3fd4a912888014ac283',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('012b51ac263d091212d54e15b55d3ade','c4bb86c3d1c427103c344c4189eb2f1e','ee950ecce317edd9150a02d1b6bd52ee','56d645048ebaf773db33ba0340aa0fc1','3cf0e497966e46991d383ae3e3c03e0771a7c526bc8579cac7982e9cdc14934e',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('128c0b2b0aa41aa87db8dd45639ef0a5','c4bb86c3d1c427103c344c4189eb2f1e','c9182c58dc12504a88c2cb119a55df2a','fec12ab6efe0634b7a536774a444dfb3','3d091e502b07a68b31336d10177fd6c378d57f6bff93cfb5e57fcb03433315b5',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('bfd1d56ecc9966977ec2b131edb20a7e','c4bb86c3d1c427103c344c4189eb2f1e','d090c2603de74d337476d058efb95919','a38bbb1a29bf1df04b317caafc01db63','a9c5c8d244f241c27bc9050a879cd2f60d64a5b3d0a62610553ec21223079f8d',1795312800000,1795312800000,1810864800000,NULL);
INSERT INTO "session" VALUES('85d6a3ee6d40318c9d8a06582a0b19ea','c4bb86c3d1c427103c344c4189eb2f1e','ecf8ce563bb3e26deb1e8936c5aa3b44','5785e4e1390873d6f673e6af8adac988','9c15490d787f4033d82ec617f3d36d07c821dffef58c962967a6e0c83996942c',1795312802000,1795312802000,1810864802000,NULL);
CREATE TABLE set_aside (
	follower VARCHAR(64) NOT NULL, 
	fact_id BIGINT NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	type VARCHAR(64) NOT NULL, 
	error VARCHAR(80) NOT NULL, 
	at_ms BIGINT NOT NULL, 
	CONSTRAINT pk_set_aside PRIMARY KEY (follower, fact_id)
);
CREATE TABLE shop (
	id VARCHAR(32) NOT NULL, 
	slug VARCHAR(40) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	name_en VARCHAR(80) NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	lang VARCHAR(2) NOT NULL, 
	address VARCHAR(200) NOT NULL, 
	phone VARCHAR(32) NOT NULL, 
	emergency_name VARCHAR(80) NOT NULL, 
	emergency_phone VARCHAR(32) NOT NULL, 
	settings JSON NOT NULL, 
	opened_ms BIGINT NOT NULL, 
	CONSTRAINT pk_shop PRIMARY KEY (id), 
	CONSTRAINT uq_shop_slug UNIQUE (slug)
);
INSERT INTO "shop" VALUES('c4bb86c3d1c427103c344c4189eb2f1e','demo','毛球宠物·望京店','Fluffball Wangjing','Asia/Shanghai','zh','北京市朝阳区望京西园 1 号（演示地址）','010-0000-0000','望京宠物急诊（演示）','010-0000-0120','{"grid_min": 15, "lead_min": 60, "horizon_days": 60, "offer_min": 120, "hold_chat_min": 10, "hold_web_min": 5, "hold_unpaid_min": 15, "hold_extend_min": 5, "hold_phone_min": 5, "hold_longest_min": 30, "holds_per_hour_stranger": 3, "cancel_free_h": 24, "late_percent": 30, "grace_min": 30, "staff_buffer_min": 0, "is_phone_required": true}',1795312800000);
INSERT INTO "shop" VALUES('55e626de66e0b0de685549f92636afc7','other','另一家','另一家','Asia/Shanghai','zh','','','','','{"grid_min": 15, "lead_min": 60, "horizon_days": 60, "offer_min": 120, "hold_chat_min": 10, "hold_web_min": 5, "hold_unpaid_min": 15, "hold_extend_min": 5, "hold_phone_min": 5, "hold_longest_min": 30, "holds_per_hour_stranger": 3, "cancel_free_h": 24, "late_percent": 30, "grace_min": 30, "staff_buffer_min": 0, "is_phone_required": true}',1795312800000);
CREATE TABLE station (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	resource_no INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	name_en VARCHAR(40) NOT NULL, 
	sizes JSON NOT NULL, 
	species JSON NOT NULL, 
	buffer_min INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (id), 
	CONSTRAINT uq_station_resource_no UNIQUE (resource_no)
);
INSERT INTO "station" VALUES('3129903ac1d45597a242fdf11f8f2b1a','c4bb86c3d1c427103c344c4189eb2f1e',4,'tub','1 号浴池','Tub 1','["L", "XL"]','[]',5,4,1);
INSERT INTO "station" VALUES('39f3c3e693114351dcbed407e3e6b605','c4bb86c3d1c427103c344c4189eb2f1e',5,'tub','2 号浴池','Tub 2','["M", "S", "XS"]','[]',5,5,1);
INSERT INTO "station" VALUES('b99e8306dda748a61e029a8a3f415b02','c4bb86c3d1c427103c344c4189eb2f1e',6,'blower','吹风机 A','Dryer A','[]','[]',0,6,1);
INSERT INTO "station" VALUES('4a146cf0d98a98e1cf999661f967bdaf','c4bb86c3d1c427103c344c4189eb2f1e',7,'blower','吹风机 B','Dryer B','[]','[]',0,7,1);
INSERT INTO "station" VALUES('df0e7337420c13f8f5d40f6ce079d1b9','c4bb86c3d1c427103c344c4189eb2f1e',8,'box','烘干箱','Box dryer','[]','[]',0,8,1);
INSERT INTO "station" VALUES('87376f07bcb81287fdc8c0388fe881c3','c4bb86c3d1c427103c344c4189eb2f1e',9,'table','美容台 A','Table A','[]','[]',5,9,1);
INSERT INTO "station" VALUES('a0661970ef3f6df0148ded7e8a34888d','c4bb86c3d1c427103c344c4189eb2f1e',10,'table','美容台 B','Table B','[]','[]',5,10,1);
INSERT INTO "station" VALUES('396cab3b80d27f58df111a3b3df245ad','c4bb86c3d1c427103c344c4189eb2f1e',11,'crate','笼位 1','Crate 1','[]','["dog"]',0,11,1);
INSERT INTO "station" VALUES('a90802389a78cdc29492a875f74ac6f3','c4bb86c3d1c427103c344c4189eb2f1e',12,'crate','笼位 2','Crate 2','[]','["dog"]',0,12,1);
INSERT INTO "station" VALUES('aa202f4ad9892fed75598005bac48a6a','c4bb86c3d1c427103c344c4189eb2f1e',13,'crate','笼位 3','Crate 3','[]','["dog"]',0,13,1);
INSERT INTO "station" VALUES('9e826bd6f0a890ea47ca738eb48c14ec','c4bb86c3d1c427103c344c4189eb2f1e',14,'crate','笼位 4','Crate 4','[]','["dog"]',0,14,1);
INSERT INTO "station" VALUES('53676da43f9e9919878d972f9a451da1','c4bb86c3d1c427103c344c4189eb2f1e',15,'crate','猫笼位 5','Cat crate 5','[]','["cat"]',0,15,1);
INSERT INTO "station" VALUES('305317feed6740b9bd7425dcb03de04b','c4bb86c3d1c427103c344c4189eb2f1e',16,'crate','猫笼位 6','Cat crate 6','[]','["cat"]',0,16,1);
CREATE TABLE upload (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	c VARCHAR(32), 
	size BIGINT NOT NULL, 
	w INTEGER NOT NULL, 
	h INTEGER NOT NULL, 
	created_ms BIGINT NOT NULL, 
	CONSTRAINT pk_upload PRIMARY KEY (id)
);
CREATE TABLE visit (
	booking_id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	c VARCHAR(32), 
	owner_id VARCHAR(32) NOT NULL, 
	pet_id VARCHAR(32) NOT NULL, 
	groomer_id VARCHAR(32) NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	resume VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	starts_ms BIGINT NOT NULL, 
	ends_ms BIGINT NOT NULL, 
	stage_at_ms BIGINT NOT NULL, 
	drift_ms BIGINT NOT NULL, 
	"plan" JSON NOT NULL, 
	CONSTRAINT pk_visit PRIMARY KEY (booking_id)
);
INSERT INTO "visit" VALUES('16ca0b9b48fa806ee48229d1a5debdf9','c4bb86c3d1c427103c344c4189eb2f1e','64f33bdcf8e85f8c07e56f3ba35a8a67','3d0141c5318113336b5e248acec88aeb','859205f57ff8b9ba41277601c77b3962','8c2e0718822ce47ca8c74107e66cb0e4','confirmed','confirmed',1,1795326300000,1795337100000,1795312800000,0,'[{"stage": "checking", "start_ms": 1795326300000, "end_ms": 1795326900000}, {"stage": "brushing", "start_ms": 1795326900000, "end_ms": 1795327500000}, {"stage": "bathing", "start_ms": 1795327500000, "end_ms": 1795328400000}, {"stage": "drying", "start_ms": 1795328400000, "end_ms": 1795330500000}, {"stage": "styling", "start_ms": 1795330500000, "end_ms": 1795334700000}, {"stage": "final", "start_ms": 1795334700000, "end_ms": 1795337100000}]');
INSERT INTO "visit" VALUES('54847e25bb200b09e99905b88891bbf5','c4bb86c3d1c427103c344c4189eb2f1e','37aadce2a7dc3ef0b7a191bd18323383','1ba19dc8870461db595d0bd237b363f4','ba185e0e0b7d297b4cfcb8de6c575f5d','b2b3f4d58d82ca6386d2c96e760e819b','confirmed','confirmed',1,1795334400000,1795338900000,1795312800000,0,'[{"stage": "checking", "start_ms": 1795334400000, "end_ms": 1795334700000}, {"stage": "brushing", "start_ms": 1795334700000, "end_ms": 1795335000000}, {"stage": "bathing", "start_ms": 1795335000000, "end_ms": 1795335600000}, {"stage": "drying", "start_ms": 1795335600000, "end_ms": 1795336800000}, {"stage": "final", "start_ms": 1795336800000, "end_ms": 1795338900000}]');
INSERT INTO "visit" VALUES('deed9cad43eb396dcd99718b97000ed5','c4bb86c3d1c427103c344c4189eb2f1e','535c3581dd95d469490d247cffcd37d0','fa79eb91963ced8d08ad2833f442e6f0','4eafc99c9a6cc554c31b4975041c9099','b2b3f4d58d82ca6386d2c96e760e819b','confirmed','confirmed',1,1795397400000,1795408200000,1795312800000,0,'[{"stage": "checking", "start_ms": 1795397400000, "end_ms": 1795398600000}, {"stage": "brushing", "start_ms": 1795398600000, "end_ms": 1795400400000}, {"stage": "bathing", "start_ms": 1795400400000, "end_ms": 1795402200000}, {"stage": "drying", "start_ms": 1795402200000, "end_ms": 1795406100000}, {"stage": "resting", "start_ms": 1795406100000, "end_ms": 1795407000000}, {"stage": "final", "start_ms": 1795407000000, "end_ms": 1795408200000}]');
INSERT INTO "visit" VALUES('06553dccffdaeeb1a7dd3f847a946a73','c4bb86c3d1c427103c344c4189eb2f1e','535c3581dd95d469490d247cffcd37d0','fa79eb91963ced8d08ad2833f442e6f0','9bb75d2dd15cfe8c513a9f950edc472e','8c2e0718822ce47ca8c74107e66cb0e4','confirmed','confirmed',1,1795417200000,1795419600000,1795312800000,0,'[{"stage": "checking", "start_ms": 1795417200000, "end_ms": 1795417500000}, {"stage": "styling", "start_ms": 1795417500000, "end_ms": 1795419000000}, {"stage": "final", "start_ms": 1795419000000, "end_ms": 1795419600000}]');
CREATE TABLE visit_event (
	id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	booking_id VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	at_ms BIGINT NOT NULL, 
	by_id VARCHAR(32) NOT NULL, 
	device_id VARCHAR(64) NOT NULL, 
	was VARCHAR(16) NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	reason VARCHAR(200), 
	CONSTRAINT pk_visit_event PRIMARY KEY (id), 
	CONSTRAINT uq_visit_event_booking_id_version UNIQUE (booking_id, version)
);
CREATE TABLE visit_photo (
	booking_id VARCHAR(32) NOT NULL, 
	upload_id VARCHAR(32) NOT NULL, 
	shop_id VARCHAR(32) NOT NULL, 
	caption VARCHAR(200) NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	at_ms BIGINT NOT NULL, 
	by_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_visit_photo PRIMARY KEY (booking_id, upload_id)
);
CREATE INDEX ix_account_shop_id ON account (shop_id);
CREATE INDEX ix_attempt_about ON attempt (about);
CREATE INDEX ix_attempt_at_ms ON attempt (at_ms);
CREATE INDEX ix_booking_day ON booking (shop_id, starts_ms);
CREATE INDEX ix_booking_hold_until ON booking (status, hold_until_ms);
CREATE INDEX ix_booking_owner ON booking (shop_id, owner_id, starts_ms);
CREATE INDEX ix_booking_pet ON booking (shop_id, pet_id, starts_ms);
CREATE UNIQUE INDEX ux_booking_live_hold ON booking (shop_id, c) WHERE status = 'held';
CREATE INDEX ix_care_note_pet_id ON care_note (pet_id);
CREATE INDEX ix_claim_booking_id ON claim (booking_id);
CREATE INDEX ix_claim_busy ON claim (resource_no, active, end_ms, start_ms);
CREATE INDEX ix_command_at_ms ON command (at_ms);
CREATE INDEX ix_conversation_owner_id ON conversation (owner_id);
CREATE INDEX ix_conversation_shop_id ON conversation (shop_id);
CREATE INDEX ix_dialogue_shop_id ON dialogue (shop_id);
CREATE UNIQUE INDEX ux_entry_cmid ON entry (cmid, sender, c_no);
CREATE UNIQUE INDEX ux_entry_seq ON entry (c_no, seq);
CREATE INDEX ix_job_due_ms ON job (due_ms);
CREATE INDEX ix_offer_expires_ms ON offer (expires_ms);
CREATE INDEX ix_pet_owner ON pet (shop_id, owner_id);
CREATE INDEX ix_price_rule_shop_id ON price_rule (shop_id);
CREATE INDEX ix_station_shop_id ON station (shop_id);
CREATE INDEX ix_visit_day ON visit (shop_id, starts_ms);
CREATE INDEX ix_visit_owner ON visit (shop_id, owner_id);
CREATE INDEX ix_member_account_id ON member (account_id);
CREATE INDEX ix_session_account_id ON session (account_id);
CREATE TRIGGER claim_no_overlap_insert BEFORE INSERT ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active <> 0
      AND start_ms < NEW.end_ms AND end_ms > NEW.start_ms
  );
END;
CREATE TRIGGER claim_no_overlap_update BEFORE UPDATE ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active <> 0
      AND start_ms < NEW.end_ms AND end_ms > NEW.start_ms AND id <> OLD.id
  );
END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('resource',24);
INSERT INTO "sqlite_sequence" VALUES('conversation',10);
COMMIT;
