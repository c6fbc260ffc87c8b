using Godwit.Host.Demo;

namespace Godwit.Host.Tests;

/// <summary>The demo's resources in a folder, so that no Godwit that happens to run here is asked instead.</summary>
internal static class DemoConfig
{
    private static readonly Lazy<string> Written = new(Write);

    public static string Folder => Written.Value;

    private static string Write()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "demo-config");
        DemoFiles.WriteTo(
            folder, new Uri("http://127.0.0.1:9"), new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        return folder;
    }
}
