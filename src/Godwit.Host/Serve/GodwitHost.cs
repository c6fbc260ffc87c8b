using Godwit.Console;
using Godwit.Control;
using Godwit.Gateway;
using Godwit.Gateway.Geolocation;

namespace Godwit.Host.Serve;

/// <summary>The composition root: both planes, the admin listener, telemetry and logs in one process.</summary>
internal static class GodwitHost
{
    // After the requests under way have ended, their records are still to be shipped.
    private static readonly TimeSpan ShutdownReserve = TimeSpan.FromSeconds(10);

    /// <summary>Puts the process together; nothing runs yet.</summary>
    /// <param name="settings">How to serve.</param>
    /// <param name="more">What else runs in the process; nothing when it is absent.</param>
    public static WebApplication Build(ServeSettings settings, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GodwitHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.DrainTimeout + ShutdownReserve);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.AdminListen);
        });
        builder.Services.AddSingleton(settings.Time);
        Logs.Configure(builder.Logging, settings);
        Telemetry.Configure(builder.Services, settings);
        AddPlanes(builder.Services, settings);
        builder.Services.AddConsole();
        MakeNoKeysAtStart(builder.Services);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseControlThreads();
        app.UseControlProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapControlApi();
        app.MapConsole();
        app.MapGet("/livez", (HttpContext http, Readiness readiness) => readiness.AnswerAsync(http, ready: false));
        app.MapGet("/readyz", (HttpContext http, Readiness readiness) => readiness.AnswerAsync(http, ready: true));
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    // The framework makes keys for its data protection at each start, which nothing is protected by; should anything
    // ask for one, it is made then.
    private static void MakeNoKeysAtStart(IServiceCollection services)
    {
        var makers = services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly.GetName().Name == "Microsoft.AspNetCore.DataProtection").ToList();
        foreach (var maker in makers)
            services.Remove(maker);
    }

    private static void AddPlanes(IServiceCollection services, ServeSettings settings)
    {
        services.Configure<GeolocationOptions>(options => PlaneOptions.AddAddressData(options, settings));
        services.AddGeolocation();
        var before = services.Count;
        services.AddGateway(PlaneOptions.Gateway(settings), PlaneOptions.ClientAddresses(settings));
        // The control plane ships what the data plane records, so it is added after it; it starts first, so that there
        // is a configuration to serve from when clients are let in.
        var workers = services.Skip(before).Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        foreach (var worker in workers)
            services.Remove(worker);
        services.AddControl(PlaneOptions.Control(settings));
        foreach (var worker in workers)
            services.Add(worker);
    }
}
