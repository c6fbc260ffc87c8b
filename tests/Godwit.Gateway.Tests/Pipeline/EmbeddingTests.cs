using System.Net;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Embeddings between clients and providers of OpenAI's dialect and of Gemini's.</summary>
public sealed class EmbeddingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly ProviderSecrets Secrets = new Secret("s")!;

    [Fact]
    public async Task A_client_of_OpenAI_is_answered_by_a_provider_of_Gemini_and_counted()
    {
        PublishGemini();
        using var response = await gateway.PostAsync(
            "/v1/embeddings", """{"model":"own","input":["godwit","curlew"],"dimensions":4,"user":"u"}""");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var data = body.RootElement.GetProperty("data");
        Assert.Equal([0, 1], data.EnumerateArray().Select(one => one.GetProperty("index").GetInt32()));
        Assert.All(data.EnumerateArray(), one => Assert.Equal(4, one.GetProperty("embedding").GetArrayLength()));
        Assert.Equal("own", body.RootElement.GetProperty("model").GetString());
        Assert.True(body.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() > 0);
        Assert.Equal("dropped=user", response.Headers.GetValues("x-godwit-loss").Single());
        var record = await gateway.RecordOf(response);
        Assert.Equal((Operation.Embeddings, 200), (record.Operation, record.Status));
        Assert.True(record.Usage.InputTokens > 0);
    }

    [Fact]
    public async Task Base64_is_the_same_vector_as_numbers()
    {
        PublishGemini();
        var numbers = await FirstAsync("""{"model":"own","input":"godwit","dimensions":4}""");
        var base64 = await FirstAsync("""{"model":"own","input":"godwit","dimensions":4,"encoding_format":"base64"}""");

        var bytes = base64.GetBytesFromBase64();
        var floats = Enumerable.Range(0, 4).Select(i => BitConverter.ToSingle(bytes, i * sizeof(float)));
        Assert.Equal(numbers.EnumerateArray().Select(number => number.GetSingle()), floats);
    }

    [Theory]
    [InlineData(":embedContent", """{"content":{"parts":[{"text":"godwit"}]},"taskType":"CLUSTERING"}""")]
    [InlineData(":batchEmbedContents",
        """{"requests":[{"model":"models/own","content":{"parts":[{"text":"godwit"}]},"taskType":"CLUSTERING"}]}""")]
    public async Task A_client_of_Gemini_is_answered_by_either_provider(string verb, string request)
    {
        foreach (var dialect in (Dialect[])[Dialect.GeminiGenerateContent, Dialect.OpenAIChat])
        {
            Publish(dialect);
            using var response = await gateway.PostAsync("/v1beta/models/own" + verb, request);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var vector = verb == ":embedContent" ? body.RootElement.GetProperty("embedding")
                : body.RootElement.GetProperty("embeddings").EnumerateArray().Single();
            Assert.True(vector.GetProperty("values").GetArrayLength() > 1);
            Assert.Equal(
                dialect == Dialect.OpenAIChat,
                response.Headers.GetValues("x-godwit-loss").Single().Contains("taskType", StringComparison.Ordinal));
            Assert.True((await gateway.RecordOf(response)).Usage.InputTokens > 0);
        }
    }

    [Fact]
    public async Task Tokens_are_refused_by_their_place_where_they_would_be_translated()
    {
        PublishGemini();
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"own","input":[[1,2]]}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("input[0]", text, StringComparison.Ordinal);
        Assert.Empty((await gateway.RecordOf(response)).Attempts);
    }

    [Fact]
    public async Task A_dialect_without_embeddings_is_said_to_have_none()
    {
        gateway.PublishOwn(Provider(Dialect.AnthropicMessages, "/makers/v1", [Operation.Chat]), Secrets);
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"own","input":"a"}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("operation_not_offered", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_fewer_vectors_is_none()
    {
        await using var raw = new RawProvider(
            "HTTP/1.1 200 OK\nContent-Type: application/json\nConnection: close",
            """{"embeddings":[{"values":[1]}]}""");
        gateway.PublishOwn(
            new()
            {
                Dialect = Dialect.GeminiGenerateContent, BaseUrl = raw.Address.ToString(),
                Models = [new() { Name = "m", Operations = [Operation.Embeddings] }],
            },
            Secrets);
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"own","input":["a","b"]}""");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    private void PublishGemini() => Publish(Dialect.GeminiGenerateContent);

    private void Publish(Dialect dialect) => gateway.PublishOwn(
        Provider(
            dialect, dialect == Dialect.OpenAIChat ? "/openai/v1" : "/makers/v1beta",
            [Operation.Chat, Operation.Embeddings]),
        Secrets);

    private ProviderConfig Provider(Dialect dialect, string path, List<Operation> operations) => new()
    {
        Dialect = dialect,
        BaseUrl = new Uri(gateway.Simulator.Address, path).ToString(),
        Models = [new() { Name = "m", Operations = operations }],
    };

    private async Task<JsonElement> FirstAsync(string request)
    {
        using var response = await gateway.PostAsync("/v1/embeddings", request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("data")[0].GetProperty("embedding").Clone();
    }
}
