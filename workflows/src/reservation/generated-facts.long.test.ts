// Four times as many, each time others.
import './generated-facts.test.ts';
