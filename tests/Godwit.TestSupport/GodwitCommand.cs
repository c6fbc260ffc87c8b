namespace Godwit.TestSupport;

/// <summary>Runs a verb of the real executable to its end.</summary>
public static class GodwitCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs the verb and returns its exit code and output, whatever they are.</summary>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables on top of the test's own, less those that configure Godwit.</param>
    public static async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = new System.Diagnostics.Process
        {
            StartInfo = GodwitExecutable.Describe(arguments, environment, folder),
        };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new(process.ExitCode, await output, await errors);
    }
}
