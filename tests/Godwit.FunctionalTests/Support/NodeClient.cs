using System.Diagnostics;
using System.Text.Json;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>Runs one scenario of a client script in Node.js and returns what it printed.</summary>
internal sealed record NodeClient(Uri BaseUri, string ApiKey)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Godwit.FunctionalTests", "clients");

    /// <summary>The model that the script asks for.</summary>
    public string Model { get; init; } = "gpt-4o";

    /// <summary>Which of the ways to the gateway that a script knows: <c>anthropic</c>, of the <c>ai</c> SDK.</summary>
    public string? Sdk { get; init; }

    /// <summary>The caller's address, sent as X-Forwarded-For.</summary>
    public string Address { get; init; } = Caller.InUnitedStates;

    /// <summary>What a scenario is told besides, such as an id that another client made.</summary>
    public string? Given { get; init; }

    /// <summary>Runs the scenario to its end.</summary>
    /// <param name="script">The script's name without extension, such as <c>openai</c>.</param>
    /// <param name="scenario">One of the script's scenarios.</param>
    public async Task<JsonElement> RunAsync(string script, string scenario)
    {
        Dependency.Require(Dependency.HasProgram("node"), "node is not in PATH; bash eng/test.sh installs it");
        Dependency.Require(
            Directory.Exists(Path.Combine(Folder, "node_modules")), "no node_modules; bash eng/test.sh runs npm ci");

        using var process = new Process { StartInfo = Describe(script, scenario) };
        process.Start();
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

        Assert.True(process.ExitCode == 0, $"{script} {scenario} failed:\n{await output}\n{await errors}");
        using var document = JsonDocument.Parse(await output);
        return document.RootElement.Clone();
    }

    private ProcessStartInfo Describe(string script, string scenario)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, $"{script}.mjs"), scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["CLIENT_BASE_URL"] = BaseUri.GetLeftPart(UriPartial.Authority);
        start.Environment["CLIENT_API_KEY"] = ApiKey;
        start.Environment["CLIENT_MODEL"] = Model;
        start.Environment["CLIENT_FORWARDED_FOR"] = Address;
        start.Environment["CLIENT_GIVEN"] = Given;
        start.Environment["CLIENT_SDK"] = Sdk;
        return start;
    }
}
