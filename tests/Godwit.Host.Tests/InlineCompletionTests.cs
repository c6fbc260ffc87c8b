using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests;

/// <summary>On the real executable, because the runtime reads the switch once in a process.</summary>
public sealed class InlineCompletionTests
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    [Fact]
    public async Task They_are_active_however_the_process_is_started()
    {
        Assert.Equal("ok", await StateAsync(null));
    }

    [Fact]
    public async Task An_operator_may_switch_them_off()
    {
        Assert.Equal("wrong", await StateAsync("0"));
    }

    private static async Task<string> StateAsync(string? value)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                typeof(Program).Assembly.Location, "doctor", "--output", "json", "--data",
                Path.Combine(AppContext.BaseDirectory, "doctor-data"), "--listen", "http://127.0.0.1:0",
                "--admin-listen", "http://127.0.0.1:0",
            },
        };
        start.Environment.Remove(Variable);
        if (value is not null)
            start.Environment[Variable] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(output.StartsWith('['), output + await errors);
        var finding =
            JsonNode.Parse(output)!.AsArray().Single(f => f!["check"]!.GetValue<string>() == "inline completions")!;
        return finding["state"]!.GetValue<string>();
    }
}
