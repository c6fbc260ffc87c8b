// YARP's direct forwarder as its documentation shows it: what a .NET proxy costs that does nothing else.
// YarpForwarder LISTEN-URL DESTINATION-URL
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddHttpForwarder();
var app = builder.Build();
app.MapForwarder("/{**path}", args[1]);
app.Run(args[0]);
