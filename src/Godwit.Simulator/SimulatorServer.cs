using Godwit.Simulator.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Godwit.Simulator;

/// <summary>A running simulator: providers that speak the real wire format and misbehave on request.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;
    private readonly RequestLog _log;

    private SimulatorServer(
        WebApplication application, CancellationTokenSource stopping, RequestLog log, FaultScript faults, Uri address)
    {
        _application = application;
        _stopping = stopping;
        _log = log;
        Faults = faults;
        Address = address;
    }

    /// <summary>Where it listens, with the port it got.</summary>
    public Uri Address { get; }

    /// <summary>The faults in force; they may be changed while it runs.</summary>
    public FaultScript Faults { get; }

    /// <summary>The last requests, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>Starts to listen.</summary>
    /// <param name="options">What to pretend and where.</param>
    /// <param name="time">The clock of timestamps, paces and waits.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options cannot be served; the message says which and why.</exception>
    public static async Task<SimulatorServer> StartAsync(
        SimulatorOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        OptionsCheck.Check(options);
        CancellationTokenSource stopping = new();
        FaultScript faults = new(options, time);
        RequestLog log = new(options.RequestsKept);
        WebApplication application = Build(options);
        RequestHandler handler = new(options, faults, log, time, stopping.Token);
        ControlHandler control = new(faults, log);
        application.UseWebSockets();
        application.Run(http => http.Request.Path.StartsWithSegments(ControlHandler.Prefix, StringComparison.Ordinal)
            ? control.HandleAsync(http)
            : handler.HandleAsync(http));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        return new SimulatorServer(application, stopping, log, faults, new Uri(application.Urls.First()));
    }

    /// <summary>Stops at once; requests that wait are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatorOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);

        // Nothing on the way of a request blocks, so the hop to the thread pool can be saved.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(OptionsCheck.EndPointOf(options.Listen));
        });
        return builder.Build();
    }
}
