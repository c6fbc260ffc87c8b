using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIChat;
using Xunit;

namespace Godwit.Providers.Tests.Schemas;

/// <summary>Every answer of the matrix to a client of one of OpenAI's dialects, against its schema.</summary>
public sealed class AnswerSchemaTests
{
    /// <summary>All goldens whose client speaks one of these dialects.</summary>
    public static TheoryData<string> Answers
    {
        get
        {
            var folder = Path.Combine(
                GoldenFile.Root, "tests", "Godwit.Providers.Tests", "Matrix", "golden", "answers");
            var names = new TheoryData<string>();
            foreach (var file in Directory.GetFiles(folder, "*.txt", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(folder, file);
                if (ClientOf(name) is "openai_chat" or "openai_responses")
                {
                    names.Add(name);
                }
            }

            return names;
        }
    }

    [Theory, MemberData(nameof(Answers))]
    public void An_answer_is_what_its_client_may_count_on(string name)
    {
        var golden = GoldenFile.Load("Matrix", Path.Combine("answers", name));
        var chat = ClientOf(name) == "openai_chat";
        Assert.Equal("", AnswerSchema.Faults(chat ? "chat_completion" : "response", golden["client"]!));
        var events = golden["client stream"]!.Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])
            .Where(data => data != "[DONE]").ToArray();

        Assert.NotEmpty(events);
        Assert.All(events, data => Assert.Equal("", AnswerSchema.Faults(chat ? "chat_chunk" : "response_event", data)));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat)]
    [InlineData(Dialect.OpenAIResponses)]
    public void An_error_has_its_four_members(Dialect client)
    {
        var output = new ArrayBufferWriter<byte>();
        DialectList.Client(client).WriteError(
            new ClientError(400, "invalid_request_error", null, null, "Something is wrong."), output);
        Assert.Equal("", AnswerSchema.Faults("error", Encoding.UTF8.GetString(output.WrittenSpan)));
    }

    [Fact]
    public void A_list_of_models_is_one()
    {
        var output = new ArrayBufferWriter<byte>();
        OpenAIModelList.WriteList(output,
        [
            new("gpt-4o", DateTimeOffset.UnixEpoch, "openai", "openai", "served", null, new(2027, 1, 14), true),
            new("own/large", DateTimeOffset.UnixEpoch, "own", "own", "served", DateTimeOffset.UnixEpoch, null, false)
            {
                ContextTokens = 1000, Operations = [Operation.Chat, Operation.Embeddings],
            },
        ]);
        Assert.Equal("", AnswerSchema.Faults("models", Encoding.UTF8.GetString(output.WrittenSpan)));
    }

    [Fact]
    public void An_error_in_a_stream_is_an_event()
    {
        var output = new ArrayBufferWriter<byte>();
        DialectList.Client(Dialect.OpenAIResponses).WriteStreamError(
            new ClientError(502, "server_error", "provider_stream_cut", null, "It broke off."), false, output);
        var data = Encoding.UTF8.GetString(output.WrittenSpan).Split("data: ")[1].Trim();
        Assert.Equal("", AnswerSchema.Faults("response_event", data));
    }

    [Theory]
    [InlineData("response", "{}", "id")]
    [InlineData("chat_completion", """{"id":"x","object":"other","created":1,"model":"m","choices":[]}""", "/object")]
    [InlineData("response_event", """{"type":"response.output_text.delta","sequence_number":0}""", "delta")]
    [InlineData("response_event", """{"type":"other","sequence_number":0}""", "/type")]
    public void What_is_none_is_found_out(string schema, string json, string fault) =>
        Assert.Contains(fault, AnswerSchema.Faults(schema, json), StringComparison.Ordinal);

    private static string ClientOf(string name) => name.Split(Path.DirectorySeparatorChar)[0].Split("--")[1];
}
