// The floor: Kestrel and SocketsHttpHandler with inline scheduling, key look-up, body scan and usage search; no policy
// and no records.
// KestrelFloor LISTEN-URL DESTINATION-URL, with DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 in the environment.
using KestrelFloor;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
var app = builder.Build();
using var client = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    UseCookies = false,
    AllowAutoRedirect = false,
    ActivityHeadersPropagator = null,
});
var relay = new Relay(client, new Uri(args[1]));
app.Run(relay.ForwardAsync);
app.Run(args[0]);
