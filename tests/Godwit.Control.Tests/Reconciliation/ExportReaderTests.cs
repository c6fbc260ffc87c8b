using System.Globalization;
using System.Text;
using Godwit.Control.Api;
using Godwit.Control.Reconciliation.Exports;
using Xunit;

namespace Godwit.Control.Tests.Reconciliation;

/// <summary>What is read out of providers' exports, and what is said of files that are wrong.</summary>
public class ExportReaderTests
{
    private const string OpenAIHeading =
        "start_time,end_time,start_time_iso,end_time_iso,input_tokens,output_tokens,input_cached_tokens,"
        + "num_model_requests,model\n";

    [Fact]
    public void Minutes_of_a_day_are_added_up_and_empty_buckets_left_out()
    {
        var export = Read("openai", OpenAIHeading
            + "1,2,2026-10-01T00:00:00+00:00,2026-10-01T00:01:00+00:00,100,10,40,2,gpt-4o-2024-08-06\n"
            + "1,2,2026-10-01T23:59:00+00:00,2026-10-02T00:00:00+00:00,1,1,0,1,gpt-4o-2024-08-06\n"
            + "1,2,2026-10-02T00:00:00+00:00,2026-10-02T00:01:00+00:00,,,,,\n"
            + "1,2,2026-10-02T00:01:00+00:00,2026-10-02T00:02:00+00:00,7,3,0,1,o3\n");

        Assert.Empty(export.Problems);
        Assert.Equal((4, 1), (export.Lines, export.LeftOut));
        Assert.Equal(
            [
                "2026-10-01 gpt-4o-2024-08-06 (gpt-4o): 3 requests, 101 in, 40 cached, 11 out, ",
                "2026-10-02 o3 (): 1 requests, 7 in, 0 cached, 3 out, ",
            ],
            export.Rows.Select(Shown));
    }

    [Fact]
    public void Meters_of_Azure_become_models_and_kinds_of_tokens()
    {
        var export = Read(
            "azure",
            "Date,MeterCategory,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency,BillingCurrency\n"
            + "10/01/2026,Foundry Models,gpt-4o-0806-Inp-glbl Tokens,1.5,1K,0.00375,USD\n"
            + "10/01/2026,Foundry Models,gpt 4o 0806 cached Inp glbl Tokens,0.5,1K,0.000625,USD\n"
            + "10/01/2026,Foundry Models,gpt-4o-0806-Outp-glbl Tokens,0.2,1K,0.002,USD\n"
            + "2026-10-01,Foundry Models,5.4 mini Opt Gl 1M Tokens,0.000001,1M,0.5,USD\n"
            + "2026-10-01,Storage,LRS Data Stored,100,1 GB/Month,2,USD\n");

        Assert.Empty(export.Problems);
        Assert.Equal(1, export.LeftOut);
        Assert.Equal(
            [
                "2026-10-01 5.4 mini (gpt-5.4-mini):  requests,  in,  cached, 1 out, 0.5 USD",
                "2026-10-01 gpt 4o 0806 (gpt-4o):  requests, 500 in, 500 cached,  out, 0.000625 USD",
                "2026-10-01 gpt-4o-0806 (gpt-4o):  requests, 1500 in,  cached, 200 out, 0.00575 USD",
            ],
            export.Rows.Select(Shown));
    }

    [Theory]
    [InlineData("Billing Date,Instance ID,Usage,Usage Unit,Pretax Amount,Currency")]
    [InlineData("账单日期,实例ID,用量,用量单位,应付金额,币种")]
    public void Items_of_Alibabas_bill_become_models_and_kinds_of_tokens(string heading)
    {
        var export = Read(
            "alibaba",
            heading + "\n"
            + "20261001,text_token;llm-1;qwen-max;input_token;app,2,1K tokens,0.0032,USD\n"
            + "20261001,text_token;llm-1;qwen-max;output_token;app,500,Tokens,0.0032,USD\n"
            + "20261001,oss-cn;standard,5,GB,1,USD\n");

        Assert.Empty(export.Problems);
        Assert.Equal(1, export.LeftOut);
        Assert.Equal(
            ["2026-10-01 qwen-max ():  requests, 2000 in,  cached, 500 out, 0.0064 USD"], export.Rows.Select(Shown));
    }

    [Fact]
    public void Kinds_of_DeepSeeks_export_are_told_apart_by_line()
    {
        var export = Read(
            "deepseek",
            "\ufeffuser_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount\r\n"
            + "u,2026-10-01T08:00:00Z,2026-10-01T08:30:00Z,deepseek-chat,k,sk,request_count,,3\r\n"
            + "u,2026-10-01T08:00:00Z,2026-10-01T08:30:00Z,deepseek-chat,k,sk,input_cache_hit_tokens,0.1,10\r\n"
            + "u,2026-10-01T08:00:00Z,2026-10-01T08:30:00Z,deepseek-chat,k,sk,input_cache_miss_tokens,0.2,20\r\n"
            + "u,2026-10-01T08:00:00Z,2026-10-01T08:30:00Z,deepseek-chat,k,sk,output_tokens,0.3,5\r\n");

        Assert.Empty(export.Problems);
        Assert.Equal(
            ["2026-10-01 deepseek-chat (): 3 requests, 30 in, 10 cached, 5 out, "], export.Rows.Select(Shown));
    }

    [Theory]
    [InlineData("1,2,May,,1,1,1,1,m", "line 2, column start_time_iso: 'May' is no day; accepted: iso, unix_seconds")]
    [InlineData("1,2,2026-10-01,,x,1,1,1,m", "line 2, column input_tokens: 'x' is not a number")]
    [InlineData("1,2,2026-10-01,,1e15,1,1,1,m", "line 2, column input_tokens: 1e15 is out of range")]
    [InlineData("1,2,2026-10-01,,1,1,1,1,", "line 2, column model: is empty; an export by model is expected")]
    [InlineData("1,2", "line 2: has 2 fields where the heading has 9")]
    [InlineData("1,2,\"2026\"x,,1,1,1,1,m", "line 2: is no line of a csv file")]
    [InlineData("1,2,\u001b[2J,,1,1,1,1,m", "line 2, column start_time_iso: '?[2J' is no day")]
    public void A_wrong_line_is_named_with_its_column(string line, string expected)
    {
        var export = Read("openai", OpenAIHeading + line + "\n");

        Assert.StartsWith(expected, Assert.Single(export.Problems), StringComparison.Ordinal);
        Assert.Empty(export.Rows);
    }

    [Fact]
    public void A_file_of_something_else_is_told_by_its_heading()
    {
        var export = Read("openai", "date,amount\n2026-10-01,1\n");

        Assert.Contains(
            "line 1: has no column for the model, such as model; the export has date, amount", export.Problems);
        Assert.Contains(
            export.Problems, p => p.StartsWith("line 1: has no column with a figure", StringComparison.Ordinal));
        Assert.NotEmpty(Read("openai", "").Problems);
    }

    [Fact]
    public void Bytes_that_are_no_text_of_the_encoding_are_no_exception()
    {
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes(OpenAIHeading), 0xFF, 0xC3, (byte)'\n']);

        var export = ExportReader.Read(stream, Mapping("openai"));

        Assert.Contains("the file is not utf8", Assert.Single(export.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_errors_end_the_reading()
    {
        var lines = string.Concat(Enumerable.Repeat("1,2,May,,1,1,1,1,m\n", 1000));

        Assert.Equal(20, Read("openai", OpenAIHeading + lines).Problems.Count);
    }

    [Fact]
    public void A_unit_or_a_second_currency_that_is_not_known_is_an_error()
    {
        const string heading = "Billing Date,Instance ID,Usage,Usage Unit,Pretax Amount,Currency\n";

        Assert.StartsWith(
            "line 2, column Usage Unit: the unit 'parsec' is not known; accepted: ",
            Read("alibaba", heading + "20261001,a;b;m;input_token;app,2,parsec,1,USD\n").Problems[0],
            StringComparison.Ordinal);
        Assert.Equal(
            ["line 3, column Currency: CNY: another line of the same day and model is in another currency"],
            Read("alibaba", heading + "20261001,a;b;m;input_token;app,2,Token,1,USD\n"
                + "20261001,a;b;m;output_token;app,2,Token,1,CNY\n").Problems);
    }

    [Theory]
    [InlineData("2026-10-01T23:30:00Z", "2026-10-02")]
    [InlineData("2026-10-01T23:30:00", "2026-10-01")]
    [InlineData("2026-10-01 23:30:00+08:00", "2026-10-01")]
    [InlineData("1790897400", "2026-10-02")]
    [InlineData("1.10.2026", "2026-10-01")]
    [InlineData("2026-13-01", null)]
    [InlineData("99999999999999999999", null)]
    public void Instants_are_days_of_the_exports_time_zone(string text, string? day)
    {
        var zone = Godwit.Control.Reconciliation.TimeZoneText.Parse("+08:00")!;

        Assert.Equal(
            day, ExportDayFormat.Read(text, ["iso", "unix_seconds", "d.M.yyyy"], zone)?
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    internal static ExportMapping Mapping(string name)
    {
        var errors = new List<string>();
        var mapping = ExportMappings.Read(name, errors);
        Assert.True(mapping is not null, string.Join('\n', errors));
        return mapping;
    }

    private static ExportSummary Read(string name, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ExportReader.Read(stream, Mapping(name));
    }

    private static string Shown(ExportedUse use)
    {
        var cost = use.Cost is null ? "" : FormattableString.Invariant($"{use.Cost} {use.Currency}");
        return FormattableString.Invariant(
            $"{use.Day:yyyy-MM-dd} {use.Model} ({use.Name}): {use.Requests} requests, {use.InputTokens} in, ")
            + FormattableString.Invariant($"{use.CachedInputTokens} cached, {use.OutputTokens} out, {cost}");
    }
}
