using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary>One run of a verb: its parsed options, where it writes, and how it fails.</summary>
internal sealed class CommandContext(ParseResult parse, CancellationToken cancellation)
{
    public ParseResult Parse { get; } = parse;

    /// <summary>Signalled when the user interrupts the command.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    public TextWriter Out => Parse.InvocationConfiguration.Output;

    public TextWriter Error => Parse.InvocationConfiguration.Error;

    public OutputFormat Format => Parse.GetResult(CommonOptions.Output) is null
        ? OutputFormat.Table
        : Parse.GetValue(CommonOptions.Output);

    /// <summary>Writes a result in the format the user asked for.</summary>
    /// <param name="data">The whole result, for JSON and YAML.</param>
    /// <param name="tables">What people see.</param>
    public int Write(JsonNode data, params IReadOnlyList<ResultTable> tables)
    {
        ResultWriter.Write(Out, Format, data, tables);
        return ExitCode.Success;
    }

    /// <summary>Says why the command did not succeed.</summary>
    public int Fail(string message, int code = ExitCode.Failure)
    {
        Error.WriteLine($"godwit: {message}");
        return code;
    }

    /// <summary>Makes the action of a verb; lost connections are caught here, once.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(Func<CommandContext, Task<int>> run) =>
        async (parse, cancellation) =>
        {
            var context = new CommandContext(parse, cancellation);
            try
            {
                return await run(context);
            }
            catch (UsageException failure)
            {
                return context.Fail(failure.Message, ExitCode.WrongUsage);
            }
            catch (AdminApiException failure)
            {
                return context.Fail(ProblemText.Of(failure.Problem));
            }
            catch (HttpRequestException failure)
            {
                return context.Fail($"no answer: {failure.Message}");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return context.Fail(failure.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return context.Fail("interrupted");
            }
        };
}
