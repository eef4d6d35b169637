# SPDX-License-Identifier: GPL-2.0-only
# The servers that lwIP is cut into: which of lwIP's sources, unmodified, are in each.

LWIP := $(B)/sources/lwip/src
lwip = $(addprefix $(LWIP)/,$(addsuffix .c,$(1)))
network_glue = $(addprefix servers/network/,$(addsuffix .c,$(1)))

# Every layer has private copies of these; what it does not use is left out by the linker.
network_common := $(call network_glue,assertion checksum entropy interface lwip_pbuf packet_blocks packet_pbuf private_header) \
	$(call lwip,core/def core/inet_chksum core/ip core/ipv4/ip4_addr core/mem core/memp core/netif)
network_transport := $(network_common) $(call network_glue,transport)

ethernet_SOURCES := $(network_common) $(call network_glue,print) $(call lwip,netif/ethernet)
ip_SOURCES := $(network_common) $(call network_glue,print)
icmp_SOURCES := $(network_transport) $(call lwip,core/ipv4/icmp)
udp_SOURCES := $(network_transport) $(call lwip,core/udp)
tcp_SOURCES := $(network_transport) $(call network_glue,print) $(call lwip,core/tcp core/tcp_in core/tcp_out)

# iperf is lwIP's application over lwIP's raw interface, which is made of the Tcp interface here.
iperf_SOURCES := $(call network_glue,assertion lwip_pbuf packet_blocks packet_pbuf print private_header) \
	$(call lwip,apps/lwiperf/lwiperf core/def core/ipv4/ip4_addr core/mem core/memp)

# lwIP leaves parameters unused where an option is off. What every byte passes is worth some more
# code: -O3.
network_cflags = -O3 -DLAYER_$(2) -DSERVER_HEADER='"$(1).server.h"' -Wno-unused-parameter \
	-Iservers/network -I$(LWIP) -I$(LWIP)/include

ethernet_CFLAGS := $(call network_cflags,ethernet,ETHERNET)
ip_CFLAGS := $(call network_cflags,ip,IP)
icmp_CFLAGS := $(call network_cflags,icmp,ICMP)
udp_CFLAGS := $(call network_cflags,udp,UDP)
tcp_CFLAGS := $(call network_cflags,tcp,TCP)
iperf_CFLAGS := $(call network_cflags,iperf,IPERF)

# The other applications look into packets, but know nothing of lwIP.
application_cflags = -DSERVER_HEADER='"$(1).server.h"' -Iservers/network

udp_echo_SOURCES := $(call network_glue,print)
udp_echo_CFLAGS := $(call application_cflags,udp_echo)
tcp_echo_SOURCES := $(call network_glue,packet_blocks packet_view print)
tcp_echo_CFLAGS := $(call application_cflags,tcp_echo)
bulk_SOURCES := $(call network_glue,packet_blocks packet_view print)
bulk_CFLAGS := $(call application_cflags,bulk)
ping_SOURCES := $(call network_glue,print)
ping_CFLAGS := $(call application_cflags,ping)
