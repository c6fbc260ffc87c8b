namespace Godwit.Host.Serve;

/// <summary>
/// Work of the process that ended by an error of Godwit's own. The host stops then, and its own report of it would come
/// with that of every start that failed.
/// </summary>
internal static class FailedWork
{
    /// <summary>What ended, and why, one line each; empty when all went well.</summary>
    public static IReadOnlyList<string> Of(IServiceProvider services) =>
    [
        .. services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(work => work.ExecuteTask is { IsFaulted: true })
            .Select(work => $"{work.GetType().Name} ended by an error, and Godwit with it: "
                + string.Join("; ", work.ExecuteTask!.Exception!.InnerExceptions.Select(Describe))),
    ];

    // With its place: it is a bug, and this line is all that is left of it.
    private static string Describe(Exception failure) => failure.ToString();
}
