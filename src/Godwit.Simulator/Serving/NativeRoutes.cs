using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>The paths of the doors that only their makers have.</summary>
internal static class NativeRoutes
{
    public static RequestRoute? Of(HttpRequest request, string path)
    {
        const string model = "/model/";
        int at = path.IndexOf(model, StringComparison.Ordinal);
        if (at >= 0 && path.EndsWith("/converse", StringComparison.Ordinal))
        {
            return new(Operation.Converse, NameOf(path[(at + model.Length)..]), Dialect.Converse);
        }

        if (at >= 0 && path.EndsWith("/converse-stream", StringComparison.Ordinal))
        {
            return new(Operation.ConverseStream, NameOf(path[(at + model.Length)..]), Dialect.Converse);
        }

        if (path.EndsWith("/v1/llm/chat-completions", StringComparison.Ordinal))
        {
            return new(Operation.NativeChat, null, Dialect.SenseNova);
        }

        if (path.EndsWith("-generation/generation", StringComparison.Ordinal))
        {
            return new(Operation.NativeChat, null, Dialect.DashScope);
        }

        // Every action lies at the root; a header says which one is meant.
        return path.Length == 0 && request.Headers["X-TC-Action"] == "ChatCompletions"
            ? new(Operation.NativeChat, null, Dialect.Tencent)
            : null;
    }

    private static string NameOf(string rest) => rest[..rest.LastIndexOf('/')];
}
