using Godwit.Control.Api;
using Godwit.Control.Keys;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Godwit.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Tests;

/// <summary>A control plane that runs, with its admin API on a loopback socket.</summary>
internal sealed class ControlNode : IAsyncDisposable
{
    public const string Token = "test-admin-token";

    private ControlNode(WebApplication app) => App = app;

    public WebApplication App { get; }

    public HttpClient Http { get; private set; } = null!;

    public AdminClient Client => new(Http, Token, "tester");

    public SnapshotHolder Snapshots => App.Services.GetRequiredService<SnapshotHolder>();

    public FirstStart FirstStart => App.Services.GetRequiredService<FirstStart>();

    public static async Task<ControlNode> StartAsync(
        string dataFolder, ControlOptions? options = null, Action<IServiceCollection>? configure = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure?.Invoke(builder.Services);
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>());
        variables.TryAdd("GODWIT_ADMIN_TOKEN", Token);
        variables.TryAdd("GODWIT_ADMIN_PASSWORD", "test-password");
        builder.Services.AddControl((options ?? new ControlOptions { DataFolder = "" }) with
        {
            DataFolder = dataFolder,
            Environment = variables.GetValueOrDefault,
        });
        var app = builder.Build();
        app.MapControlApi();
        var node = new ControlNode(app);
        await app.StartAsync();
        var address =
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        node.Http = new HttpClient { BaseAddress = new Uri(address + "/") };
        return node;
    }

    /// <summary>Starts on the engine of a test's own store.</summary>
    public static async Task<ControlNode> StartAsync(
        TestDatabase database, string dataFolder, Action<IServiceCollection>? configure = null) =>
        await StartAsync(
            dataFolder, new ControlOptions { DataFolder = "", ConnectionString =
                await database.ConnectionStringAsync() }, configure);

    /// <summary>Waits until something is so, which happens soon and by itself.</summary>
    public static Task UntilAsync(Func<bool> condition) =>
        Eventually.ReadAsync(() => Task.FromResult(condition()), isSo => isSo);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}
